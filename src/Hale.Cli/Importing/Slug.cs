using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hale.Cli.Importing;

/// <summary>Makes ids of names that people chose; the same name makes the same id.</summary>
internal static class Slug
{
    private const int Longest = 63;
    private const int LongestProject = 30;

    private static readonly (char Plain, string Accented)[] Accented =
    [
        ('a', "àáâãäåāăąÀÁÂÃÄÅĀĂĄ"), ('c', "çćčÇĆČ"), ('d', "ďđĎĐ"), ('e', "èéêëēęěÈÉÊËĒĘĚ"), ('g', "ğĞ"), ('i', "ìíîïīıÌÍÎÏĪİ"), ('l', "łŁ"), ('n', "ñńňÑŃŇ"),
        ('o', "òóôõöøōőÒÓÔÕÖØŌŐ"), ('r', "řŘ"), ('s', "śşšßŚŞŠ"), ('t', "ťŤ"), ('u', "ùúûüūůűÙÚÛÜŪŮŰ"), ('y', "ýÿÝŸ"), ('z', "źżžŹŻŽ"),
    ];

    /// <summary>A project's id.</summary>
    public static string Project(string name) => Fit(Of(name), LongestProject);

    /// <summary>A service's id within its project.</summary>
    public static string Service(string project, string name) => Fit($"{project}-{Of(name)}", Longest);

    /// <summary>The same id, told apart from others of that name.</summary>
    public static string Numbered(string id, int number)
    {
        var end = string.Create(CultureInfo.InvariantCulture, $"-{number}");
        return id[..Math.Min(id.Length, Longest - end.Length)].TrimEnd('-') + end;
    }

    /// <summary>Small letters and digits, with a dash for whatever stands between them; a name without any of them is told by its hash.</summary>
    private static string Of(string name)
    {
        var text = new StringBuilder();
        foreach (var each in name)
        {
            if (Plain(each) is { } plain)
                text.Append(plain);
            else if (text.Length > 0 && text[^1] != '-')
                text.Append('-');
        }

        var slug = text.ToString().Trim('-');
        return slug.Length > 0 ? slug : Hash(name);
    }

    /// <summary>The small letter or digit that a character is, or begins as. The machine's own knowledge of letters is not asked: an id must be the same everywhere.</summary>
    private static char? Plain(char each)
    {
        if (char.IsAsciiLetterOrDigit(each))
            return char.ToLowerInvariant(each);
        foreach (var (plain, accented) in Accented)
            if (accented.Contains(each))
                return plain;
        return null;
    }

    private static string Fit(string slug, int longest) => slug.Length <= longest ? slug : $"{slug[..(longest - 9)].TrimEnd('-')}-{Hash(slug)}";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
}
