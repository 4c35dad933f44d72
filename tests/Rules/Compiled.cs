using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Hale.Rules.Tests;

/// <summary>
/// The built assemblies, asked which types a type really uses. A relative name inside <c>namespace Hale.…</c> slips past a search of the text; it does not slip
/// past the compiler's output. (Constants leave no trace there; the search finds those.)
/// </summary>
internal static class Compiled
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    private static readonly Lazy<HashSet<string>> Namespaces = new(() => Types(Rooms.Projects).SelectMany(type => Prefixes(type.Namespace ?? "")).ToHashSet());

    public static bool IsNamespace(string name) => Namespaces.Value.Contains(name);

    /// <summary>Every type of the assemblies, nested and made by the compiler included.</summary>
    public static IEnumerable<Type> Types(params IEnumerable<string> assemblies) => assemblies.SelectMany(name => Assembly.Load(name).GetTypes());

    /// <summary>Whether a person wrote the type.</summary>
    public static bool IsWritten(Type type) => !type.Name.Contains('<') && type.DeclaringType?.Name.Contains('<') != true
        && !type.IsDefined(typeof(CompilerGeneratedAttribute), false)
        && !type.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute), false);

    /// <summary>The types that a type's base, interfaces, members and method bodies name.</summary>
    public static IEnumerable<Type> UsedBy(Type type)
    {
        var found = new HashSet<Type>();
        Add(found, type.BaseType);
        foreach (var used in type.GetInterfaces().Concat(type.CustomAttributes.Select(attribute => attribute.AttributeType)))
            Add(found, used);
        foreach (var field in type.GetFields(Everything))
            Add(found, field.FieldType);
        foreach (var method in type.GetMembers(Everything).OfType<MethodBase>())
            AddMethod(found, method);
        return found;
    }

    private static void AddMethod(HashSet<Type> found, MethodBase method)
    {
        foreach (var parameter in method.GetParameters())
            Add(found, parameter.ParameterType);
        Add(found, (method as MethodInfo)?.ReturnType);
        if (method.GetMethodBody() is not { } body)
            return;
        foreach (var local in body.LocalVariables)
            Add(found, local.LocalType);
        foreach (var clause in body.ExceptionHandlingClauses)
            if (clause.Flags == ExceptionHandlingClauseOptions.Clause)
                Add(found, clause.CatchType);
        foreach (var token in Tokens(body.GetILAsByteArray() ?? []))
            AddMember(found, Resolve(method, token));
    }

    private static void AddMember(HashSet<Type> found, MemberInfo? member)
    {
        Add(found, member as Type ?? member?.DeclaringType);
        if (member is FieldInfo field)
            Add(found, field.FieldType);
        if (member is not MethodBase method)
            return;
        Add(found, (method as MethodInfo)?.ReturnType);
        foreach (var parameter in method.GetParameters())
            Add(found, parameter.ParameterType);
        if (method.IsGenericMethod)
            foreach (var argument in method.GetGenericArguments())
                Add(found, argument);
    }

    private static void Add(HashSet<Type> found, Type? type)
    {
        if (type is null || type.IsGenericParameter)
            return;
        if (type.HasElementType)
        {
            Add(found, type.GetElementType());
            return;
        }

        found.Add(type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type);
        if (type.IsConstructedGenericType)
            foreach (var argument in type.GetGenericArguments())
                Add(found, argument);
    }

    private static MemberInfo? Resolve(MethodBase method, int token)
    {
        var ofType = method.DeclaringType is { IsGenericType: true } generic ? generic.GetGenericArguments() : null;
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        return method.Module.ResolveMember(token, ofType, ofMethod);
    }

    // ECMA-335, partition III: one or two bytes of opcode, then an operand whose length the opcode tells.
    private static IEnumerable<int> Tokens(byte[] il)
    {
        for (var at = 0; at < il.Length;)
        {
            var code = il[at] == 0xFE ? Codes[(short)((0xFE << 8) | il[at + 1])] : Codes[il[at]];
            at += code.Size;
            if (code.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
                yield return BitConverter.ToInt32(il, at);
            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(il, at),
                _ => 4,
            };
        }
    }

    private static IEnumerable<string> Prefixes(string name)
    {
        var parts = name.Split('.');
        return Enumerable.Range(1, parts.Length).Select(length => string.Join('.', parts[..length]));
    }
}
