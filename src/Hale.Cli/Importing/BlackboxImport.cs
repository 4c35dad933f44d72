namespace Hale.Cli.Importing;

/// <summary>Reads blackbox_exporter's modules, for the targets that the user names: <c>MODULE=TARGET</c>.</summary>
internal sealed class BlackboxImport : IImport
{
    public string Tool => "blackbox";

    public Imported Read(ImportSource source)
    {
        var modules = BlackboxModules.Read(source.File);
        if (source.Targets.Count == 0)
        {
            throw new UsageException(
                $"{source.File.Name}: found modules ({string.Join(", ", modules.Names)}) and nobody to ask; allowed: --target MODULE=TARGET once or more, "
                + $"or --from prometheus prometheus.yml --modules {source.File.Name}");
        }

        var harvest = new Harvest();
        foreach (var each in source.Targets)
        {
            if (each.Split('=', 2) is not [{ Length: > 0 } module, { Length: > 0 } target])
                throw new UsageException("--target: found a text without a module; allowed: MODULE=TARGET, such as http_2xx=https://shop.example.com");
            if (!modules.Names.Contains(module))
                throw new UsageException($"--target: found the module {module}; allowed: {string.Join(", ", modules.Names)}");
            var item = $"{module}={Monitoring.Checks.SecretUrl.Masked(target)}";
            if (modules.Describe(module, target, item, harvest) is { } body)
                harvest.Add(item, "blackbox", $"{module} {PrometheusImport.NameOf(target)}", body);
        }

        return harvest.Done();
    }
}
