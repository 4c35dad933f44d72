using System.Reflection;
using System.Text;

namespace Hale.Rules.Tests;

/// <summary>Writes a library's public surface as text, one member a line, in a stable order.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly HashSet<Type> Silent = [typeof(object), typeof(ValueType), typeof(Enum)];

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().Where(Compiled.IsWritten).OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(Name(type)).Append(Bases(type)).Append('\n');
            foreach (var member in Members(type).Distinct().Order(StringComparer.Ordinal))
                text.Append("    ").Append(member).Append('\n');
        }

        return text.ToString();
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string Bases(Type type)
    {
        var inherited = type.BaseType?.GetInterfaces() ?? [];
        var own = type.GetInterfaces().Except(inherited).Where(each => each.IsPublic && !type.IsEnum && each.Name != "IEquatable`1");
        var parent = type.BaseType is { } above && !Silent.Contains(above) ? new[] { Name(above) } : [];
        var bases = string.Join(", ", parent.Concat(own.Select(Name).Order(StringComparer.Ordinal)));
        return bases.Length == 0 ? "" : $" : {bases}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
            return Enum.GetNames(type).Select(name => $"{name} = {Enum.Parse(type, name):D}");
        var record = type.GetMethod("<Clone>$") is not null;
        return type.GetFields(Declared).Where(field => Open(field.Attributes & FieldAttributes.FieldAccessMask))
                .Select(field => $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}")
            .Concat(type.GetConstructors(Declared).Where(Open).Select(made => $"new({Parameters(made)})"))
            .Concat(type.GetProperties(Declared).Where(each => each.GetAccessors(true).Any(Open) && each.Name != "EqualityContract").Select(Property))
            .Concat(type.GetEvents(Declared).Where(each => Open(each.AddMethod!)).Select(each => $"event {Name(each.EventHandlerType!)} {each.Name}"))
            .Concat(type.GetMethods(Declared).Where(method => Open(method) && Spoken(method, record)).Select(Method));
    }

    private static string Property(PropertyInfo property)
    {
        var get = property.GetMethod is { } getter && Open(getter) ? " get;" : "";
        var init = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Length > 0;
        var set = property.SetMethod is { } setter && Open(setter) ? init ? " init;" : " set;" : "";
        var still = (property.GetMethod ?? property.SetMethod)!.IsStatic ? "static " : "";
        var index = property.GetIndexParameters() is { Length: > 0 } keys ? $"[{string.Join(", ", keys.Select(key => Name(key.ParameterType)))}]" : "";
        return $"{still}{Name(property.PropertyType)} {property.Name}{index} {{{get}{set} }}";
    }

    private static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
        var kind = method switch
        {
            { IsStatic: true } => "static ",
            { IsAbstract: true, DeclaringType.IsInterface: false } => "abstract ",
            { IsVirtual: true, IsFinal: false, IsAbstract: false } => "virtual ",
            _ => "",
        };
        return $"{kind}{Name(method.ReturnType)} {method.Name}{generic}({Parameters(method)})";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "default"}" : "")}"));

    // What the compiler adds to a record, and accessors, say nothing of their own.
    private static bool Spoken(MethodInfo method, bool record) => !method.IsSpecialName && !method.Name.Contains('<') && !method.Name.Contains('.')
        && !(record || method.DeclaringType!.IsValueType
            ? method.Name is "Equals" or "GetHashCode" or "ToString" or "PrintMembers" or "Deconstruct"
            : method.Name is "Finalize");

    private static bool Open(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool Open(FieldAttributes access) => access is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;

    private static string Name(Type type)
    {
        if (type.IsGenericParameter)
            return type.Name;
        if (type.HasElementType)
            return Name(type.GetElementType()!) + (type.IsArray ? "[]" : type.IsByRef ? "&" : "*");
        if (Nullable.GetUnderlyingType(type) is { } value)
            return $"{Name(value)}?";
        var name = type.Namespace?.StartsWith("Hale", StringComparison.Ordinal) == true ? type.FullName ?? $"{type.Namespace}.{type.Name}" : type.Name;
        var arguments = type.GetGenericArguments();
        return arguments.Length == 0 ? name : $"{name.Split('`')[0]}<{string.Join(", ", arguments.Select(Name))}>";
    }
}
