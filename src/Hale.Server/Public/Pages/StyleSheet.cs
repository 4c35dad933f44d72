using System.Globalization;
using System.Text;

namespace Hale.Server.Public.Pages;

/// <summary>The style of status pages.</summary>
internal static class StyleSheet
{
    private const string Name = "Hale.Server.Public.Pages.style.css";
    private const int MostDays = 90;

    /// <summary>The file, and a rule for each number of days that a bar may stand for.</summary>
    public static string Text()
    {
        using var stream = typeof(StyleSheet).Assembly.GetManifestResourceStream(Name)!;
        using var reader = new StreamReader(stream);
        var text = new StringBuilder(reader.ReadToEnd());
        for (var days = 2; days <= MostDays; days++)
            text.Append(CultureInfo.InvariantCulture, $".bars .s{days}{{flex-grow:{days}}}\n");
        return text.ToString();
    }
}
