using Hale.Server.Config;
using Hale.Tests.Kit;

namespace Hale.Server.Tests.Config;

public sealed class ConfigFileTests
{
    private static readonly Dictionary<string, string> Variables = new()
    {
        ["PASSWORD"] = "hunter2-secret",
        ["RETRIES"] = "7",
        ["HOST"] = "api",
        ["EMPTY"] = "",
        ["YES"] = "true",
        ["TRICK"] = "x, id: evil",
        ["EVIL_HEADER"] = "line\nbreak-secret",
    };

    /// <summary>What a URL may begin with: whatever the kinds of checks there are take.</summary>
    private static readonly string Schemes = string.Join(
        ", ", SomeChecks.Catalog(new ManualTime()).All.SelectMany(kind => kind.Schemes, (kind, scheme) => scheme + kind.Separator).Order(StringComparer.Ordinal));

    private static readonly Dictionary<string, string> Secrets = new() { ["/run/secrets/url"] = "http://from-file/health\n" };

    /// <summary>Every bad file is refused with file, line, column, path, what was found, what is allowed, and the nearest name.</summary>
    [Theory]
    [InlineData("unknown key", "projects:\n  shop:\n    services:\n      api:\n        check: http://api:8080/health\n        degraded_above: 500ms\n        intervall: 5s\n",
        "hale.yaml:7:9: projects.shop.services.api.intervall: unknown key; did you mean interval? allowed: check, container_id, critical, degrade_after, degraded_above, depends_on, id, interval, labels, paused, port, recover_after, retries, soft_failure, timeout, type, version")]
    [InlineData("unknown section", "projectz: {}\n", "hale.yaml:1:1: projectz: unknown key; did you mean projects? allowed: defaults, hub, projects, status_pages")]
    [InlineData("unknown project key", "projects:\n  shop: { servces: {} }\n",
        "hale.yaml:2:11: projects.shop.servces: unknown key; did you mean services? allowed: defaults, labels, name, primary_target, services, targets")]
    [InlineData("postgres", "hub: { postgres: \"postgres://ada:s3cret@/hale\" }\n", "hale.yaml:1:18: hub.postgres: found an address that can't be used (no host); allowed: postgres://user:password@host:5432/database?sslmode=require, or Host=…;Port=…;Database=…;Username=…;Password=…")]
    [InlineData("small disk", "hub: { max_disk: 10MB }\n", "hale.yaml:1:18: hub.max_disk: found \"10MB\"; allowed: a size of at least 64MB, such as 500MB or 10GB")]
    [InlineData("disk without a unit", "hub: { max_disk: 10 }\n", "hale.yaml:1:18: hub.max_disk: found the number 10; allowed: a size such as 512MB or 1.5GB")]
    [InlineData("unknown hub key", "hub:\n  urlz: x\n", "hale.yaml:2:3: hub.urlz: unknown key; did you mean urls? allowed: allow_exec, data, debug, environment, id, interval, log, log_levels, max_checks, max_checks_per_host, max_disk, max_rate_per_host, max_rechecks_per_host, max_series, postgres, reference_targets, urls")]
    [InlineData("unknown default", "defaults:\n  targets: { retires: 1 }\n",
        "hale.yaml:2:14: defaults.targets.retires: unknown key; did you mean retries? allowed: degrade_after, degraded_above, interval, recover_after, retries, soft_failure, timeout")]
    [InlineData("unknown option of a check", "projects:\n  shop:\n    services:\n      api: { check: { url: http://a, methd: GET } }\n",
        "hale.yaml:4:38: projects.shop.services.api.check.methd: unknown key; did you mean method? allowed: body, certificate_warn_before, client_cert, client_key, client_password, expect, follow_redirects, headers, http_version, insecure_tls, method, proxy, reuse_connection, tls_resume, type, url")]
    [InlineData("wrong type", "defaults:\n  retries: many\n", "hale.yaml:2:12: defaults.retries: found \"many\"; allowed: a whole number from 0 to 100")]
    [InlineData("quoted number", "defaults:\n  retries: \"3\"\n", "hale.yaml:2:12: defaults.retries: found \"3\"; allowed: a whole number from 0 to 100")]
    [InlineData("list for mapping", "projects: [shop]\n", "hale.yaml:1:11: projects: must be a mapping, found a list")]
    [InlineData("text for mapping", "projects:\n  shop: hello\n", "hale.yaml:2:9: projects.shop: must be a mapping, found \"hello\"")]
    [InlineData("top is a list", "- a\n- b\n", "hale.yaml:1:1: must be a mapping, found a list")]
    [InlineData("bare number", "defaults:\n  interval: 30\n", "hale.yaml:2:13: defaults.interval: found the number 30; allowed: a duration from 1s to 31d, such as 30s, 5m or 1h30m")]
    [InlineData("bad duration", "defaults: { timeout: 5 s }\n", "hale.yaml:1:22: defaults.timeout: found \"5 s\"; allowed: a duration from 100ms to 10m, such as 30s, 5m or 1h30m")]
    [InlineData("interval below the least", "defaults: { interval: 999ms }\n", "hale.yaml:1:23: defaults.interval: found \"999ms\"; allowed: a duration from 1s to 31d, such as 30s, 5m or 1h30m")]
    [InlineData("negative", "defaults: { retries: -1 }\n", "hale.yaml:1:22: defaults.retries: found the number -1; allowed: a whole number from 0 to 100")]
    [InlineData("yes for true", "projects: { shop: { services: { a: { check: http://a, critical: yes } } } }\n",
        "hale.yaml:1:65: projects.shop.services.a.critical: found \"yes\"; allowed: true or false")]
    [InlineData("key twice", "projects:\n  shop:\n    name: a\n    name: b\n", "hale.yaml:4:5: projects.shop.name: is given twice; first in line 3")]
    [InlineData("project twice", "projects:\n  shop: {}\n  shop: {}\n", "hale.yaml:3:3: projects.shop: is given twice; first in line 2")]
    [InlineData("duplicate id", "projects:\n  shop:\n    services:\n      a: { check: http://a, id: same }\n      b: { check: http://b, id: same }\n",
        "hale.yaml:5:33: projects.shop.services.b: has the id same, which projects.shop.services.a in line 4 has already; give one of them another id")]
    [InlineData("duplicate derived id", "projects:\n  a-b: { services: { c: { check: http://a } } }\n  a: { services: { b-c: { check: http://b } } }\n",
        "hale.yaml:3:20: projects.a.services.b-c: has the id a-b-c, which projects.a-b.services.c in line 2 has already; give one of them another id")]
    [InlineData("ill id", "projects:\n  Shop: {}\n", "hale.yaml:2:3: projects.Shop: found \"Shop\"; allowed: 1 to 63 lower-case letters, digits and inner dashes")]
    [InlineData("ill service name", "projects:\n  shop:\n    services:\n      My Api: { check: http://a }\n",
        "hale.yaml:4:7: projects.shop.services.My Api: found \"My Api\", which makes no id with its project; allowed: 1 to 63 lower-case letters, digits and inner dashes, shop- included, or give an id")]
    [InlineData("unknown dependency", "projects:\n  shop:\n    services:\n      db: { check: tcp://db:1 }\n      api: { check: http://a, depends_on: [dbb] }\n",
        "hale.yaml:5:44: projects.shop.services.api.depends_on[0]: found \"dbb\", an unknown service; did you mean db? allowed: a service's id, or its name within the project")]
    [InlineData("self", "projects: { shop: { services: { a: { check: http://a, depends_on: [a] } } } }\n",
        "hale.yaml:1:68: projects.shop.services.a.depends_on[0]: found \"a\"; a service can't depend on itself")]
    [InlineData("cycle", "projects:\n  p:\n    services:\n      a: { check: http://a, depends_on: [b] }\n      b: { check: http://b, depends_on: [c] }\n      c: { check: http://c, depends_on: [a] }\n",
        "hale.yaml:4:42: projects.p.services.a.depends_on[0]: found a cycle: p-a -> p-b -> p-c -> p-a; allowed: services that do not need this one")]
    [InlineData("unset variable", "defaults:\n  interval: ${NOPE}\n", "hale.yaml:2:13: defaults.interval: the variable NOPE is not set; set it, or give a default: ${NOPE:-…}")]
    [InlineData("ill variable", "defaults:\n  interval: ${a-b}\n", "hale.yaml:2:13: defaults.interval: found ${a-b}; allowed: ${NAME}, ${NAME:-default}, ${file:/path}, and $${ for the characters themselves")]
    [InlineData("open variable", "defaults:\n  interval: ${A\n", "hale.yaml:2:13: defaults.interval: found ${ without its }; allowed: ${NAME}, ${NAME:-default}, ${file:/path}, and $${ for the characters themselves")]
    [InlineData("unreadable secret", "defaults:\n  interval: ${file:/nope}\n", "hale.yaml:2:13: defaults.interval: the file /nope can't be read")]
    [InlineData("value of a variable", "defaults:\n  interval: ${PASSWORD}\n", "hale.yaml:2:13: defaults.interval: found \"${PASSWORD}\"; allowed: a duration from 1s to 31d, such as 30s, 5m or 1h30m")]
    [InlineData("variable brings no structure", "projects:\n  shop: { name: \"${TRICK}\", services: { a: { check: \"ftp://${PASSWORD}@x\" } } }\n",
        "hale.yaml:2:53: projects.shop.services.a.check.url: found \"ftp://***@x\"; allowed: a URL that begins with SCHEMES")]
    [InlineData("login in a bad URL", "projects:\n  shop: { targets: { prod: \"ftp://u:open-sesame@x\" } }\n",
        "hale.yaml:2:28: projects.shop.targets.prod.url: found \"ftp://***@x\"; allowed: a URL that begins with http:// or https://")]
    [InlineData("missing check", "projects:\n  shop:\n    services:\n      api:\n        interval: 5s\n",
        "hale.yaml:5:9: projects.shop.services.api.check: is missing; needed: a URL such as https://example.com/health, or a mapping with type and url")]
    [InlineData("nothing for a service", "projects:\n  shop:\n    services:\n      api:\n", "hale.yaml:4:11: projects.shop.services.api: must be a mapping, found nothing")]
    [InlineData("missing url", "projects:\n  shop:\n    targets:\n      prod: { interval: 5s }\n",
        "hale.yaml:4:13: projects.shop.targets.prod.url: is missing; needed: the deployment's URL, such as https://example.com")]
    [InlineData("unknown primary target", "projects:\n  shop:\n    primary_target: prod\n    targets: { production: http://x }\n",
        "hale.yaml:3:21: projects.shop.primary_target: found \"prod\"; allowed: production")]
    [InlineData("unknown key of a page", "projects: { shop: {} }\nstatus_pages:\n  main: { projects: [shop], titel: x }\n",
        "hale.yaml:3:29: status_pages.main.titel: unknown key; did you mean title? allowed: description, projects, services, title")]
    [InlineData("unknown project of a page", "projects: { shop: {} }\nstatus_pages:\n  main: { projects: [shop, shpo] }\n",
        "hale.yaml:3:28: status_pages.main.projects[1]: found \"shpo\", an unknown project; did you mean shop? allowed: the id of a project in this file")]
    [InlineData("unknown service of a page", "status_pages: { main: { services: [7] } }\n",
        "hale.yaml:1:36: status_pages.main.services[0]: found the number 7, an unknown service; allowed: the id of a service in this file")]
    [InlineData("no service of a page", "status_pages: { main: { services: [[]] } }\n",
        "hale.yaml:1:36: status_pages.main.services[0]: found a list; allowed: the id of a service in this file")]
    [InlineData("ill id of a page", "projects: { shop: {} }\nstatus_pages: { My Page: { projects: [shop] } }\n",
        "hale.yaml:2:17: status_pages.My Page: found \"My Page\"; allowed: 1 to 63 lower-case letters, digits and inner dashes")]
    [InlineData("page that shows nothing", "status_pages:\n  main: { title: Shop }\n", "hale.yaml:2:3: status_pages.main: shows nothing; needed: projects or services")]
    [InlineData("empty list of a page", "status_pages:\n  main: { projects: [] }\n", "hale.yaml:2:21: status_pages.main.projects: found an empty list; allowed: a list of ids of projects")]
    [InlineData("empty title of a page", "projects: { shop: {} }\nstatus_pages:\n  main: { projects: [shop], title: \" \" }\n",
        "hale.yaml:3:36: status_pages.main.title: found \" \"; allowed: 1 to 100 characters")]
    [InlineData("bad url of the hub", "hub: { urls: \"localhost:80\" }\n", "hale.yaml:1:14: hub.urls: found \"localhost:80\"; allowed: URLs such as http://127.0.0.1:4253, parted by semicolons")]
    [InlineData("bad log", "hub: { log: xml }\n", "hale.yaml:1:13: hub.log: found \"xml\"; allowed: json or text")]
    [InlineData("merge key", "defaults: &d\n  retries: 1\nprojects:\n  shop:\n    defaults:\n      <<: *d\n",
        "hale.yaml:6:7: projects.shop.defaults: found a merge key, <<; repeat the settings, or put them under defaults")]
    [InlineData("alias of nothing", "defaults: *d\n", "hale.yaml:1:11: defaults: found *d, an alias of nothing before it")]
    [InlineData("tag", "defaults: { retries: !!int 3 }\n", "hale.yaml:1:22: defaults.retries: found a tag; tags are not used here, quote a value to make it text")]
    [InlineData("two documents", "defaults: {}\n---\ndefaults: {}\n", "hale.yaml:2:1: found a second document; allowed: one")]
    [InlineData("tab", "projects:\n\tshop: {}\n", "hale.yaml:2:1: is not valid YAML: a tab in the indentation; allowed: spaces")]
    [InlineData("windows line ends", "defaults:\r\n  retries: x\r\n", "hale.yaml:2:12: defaults.retries: found \"x\"; allowed: a whole number from 0 to 100")]
    public void Read_BadFile_IsRefusedWithItsFinding(string what, string yaml, string finding)
    {
        var reading = Read(yaml);

        Assert.False(reading.Good, what);
        Assert.Equal([finding.Replace("SCHEMES", Schemes, StringComparison.Ordinal)], reading.Lines);
    }

    [Theory]
    [InlineData("projects: {\n", "hale.yaml:2:1: is not valid YAML: ")]
    [InlineData("a: b: c\n", "hale.yaml:1:5: is not valid YAML: ")]
    [InlineData("defaults: { retries: ${RETRIES} }\n", "hale.yaml:1:23: is not valid YAML: ")]
    [InlineData("projects:\n  shop: \"open\n", "hale.yaml:2:9: is not valid YAML: ")]
    [InlineData("a: 1\n b: 2\n", "hale.yaml:2:3: is not valid YAML: ")]
    [InlineData("a: @x\n", "hale.yaml:1:4: is not valid YAML: ")]
    public void Read_BrokenYaml_SaysWhere(string yaml, string start)
    {
        var line = Assert.Single(Read(yaml).Lines);

        Assert.StartsWith(start, line);
        Assert.DoesNotContain("Exception", line);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public void Dependencies_OfServicesThatAreWrongOtherwise_AreToldToo()
    {
        var lines = Read(
            """
            projects:
              shop:
                services:
                  a: { check: "foo://x", depends_on: [b] }
                  b: { check: "tcp://b:1", depends_on: [a, zz] }
            """).Lines.ToArray();

        Assert.Equal(3, lines.Length);
        Assert.Contains(lines, line => line.Contains("found \"foo://x\"", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("\"zz\"", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("shop-a -> shop-b -> shop-a", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_ManyMistakes_AllAtOnceByLine()
    {
        var lines = Read("""
            hub: { debug: maybe }
            defaults: { interval: 5 }
            projects:
              shop:
                services:
                  api: { check: http://api, retries: x, depends_on: [web, nope] }
                  web: { check: http://web, intervall: 5s, timeout: "${NOPE}" }
                  web: { check: http://web }
            """).Lines;

        Assert.Equal(
            ["hale.yaml:1:15: hub.debug", "hale.yaml:2:23: defaults.interval", "hale.yaml:6:42: projects.shop.services.api.retries",
             "hale.yaml:6:63: projects.shop.services.api.depends_on[1]", "hale.yaml:7:33: projects.shop.services.web.intervall",
             "hale.yaml:7:57: projects.shop.services.web.timeout", "hale.yaml:8:7: projects.shop.services.web"],
            lines.Select(line => string.Join(':', line.Split(':')[..4])));
    }

    [Fact]
    public void Read_SeveralCycles_EachIsTold()
    {
        var lines = Read("""
            projects:
              p:
                services:
                  a: { check: http://a, depends_on: [b] }
                  b: { check: http://a, depends_on: [a] }
                  c: { check: http://a, depends_on: [d] }
                  d: { check: http://a, depends_on: [c] }
            """).Lines.ToArray();

        Assert.Equal(2, lines.Length);
        Assert.Contains("p-a -> p-b -> p-a", lines[0]);
        Assert.Contains("p-c -> p-d -> p-c", lines[1]);
    }

    [Fact]
    public void Read_TheContractsFile_DeclaresWhatItSays()
    {
        var reading = Read("""
            hub: { id: hub-main, interval: 20s, urls: "http://*:80;https://[::1]:443", data: /var/lib/hale, log: json, environment: staging, debug: true }
            defaults: { interval: 30s, timeout: 5s, retries: 3, targets: { interval: 60s } }
            projects:
              empty:
              shop:
                name: The shop
                labels: { tier: 1 }
                primary_target: production
                targets: { production: https://shop.example.com, staging: { url: "http://10.0.0.7:8080", interval: 10s, process_name: web, expect: { status: 204 }, headers: { x: y } } }
                services:
                  postgres: { check: "tcp://db:5432", type: database }
                  api:
                    check: http://api:8080/health
                    degraded_above: 500ms
                    depends_on: [postgres]
                    labels: { team: core }
                    version: 16.0
                  legacy: { id: old-one, check: { type: http, url: "http://u:${PASSWORD}@legacy", expect: { status: "200-299,401" } }, depends_on: [api, shop-postgres] }
            """);

        Assert.Equal([], reading.Lines);
        var file = reading.Declarations!;
        Assert.Equal(new FileSettings("hub-main", "http://*:80;https://[::1]:443", "/var/lib/hale", "json", "staging", true, TimeSpan.FromSeconds(20)), reading.Hub);
        Assert.Equal(["empty", "shop"], file.Projects.Select(each => each.Id));
        Assert.Equal(("The shop", "1", "production"), (file.Projects[1].Name, file.Projects[1].Labels["tier"], file.Projects[1].PrimaryTarget));
        Assert.Equal(["shop-postgres", "shop-api", "old-one"], file.Services.Select(each => each.Id));
        Assert.Equal(["shop-api", "shop-postgres"], file.Services[2].DependsOn);
        Assert.Equal(("16.0", "core", 12), (file.Services[1].Version, file.Services[1].Labels["team"], file.Services[1].At!.Value.Line));
        Assert.Equal("database", file.Services[0].Type);
        Assert.Equal("http://u:hunter2-secret@legacy", file.Services[2].Check.Options.Describe(true)["url"]!.ToString());
        Assert.Equal(["shop:production", "shop:staging"], file.Targets.Select(each => each.Key));
        Assert.Equal("https://shop.example.com/health", file.Targets[0].Check.Options.Describe(true)["url"]!.ToString());
        Assert.Equal(TimeSpan.FromSeconds(60), file.TargetDefaults.Interval);
    }

    [Fact]
    public void Read_Load_IsTheHubs() => Assert.Equal(
        new HubLoad { MaxChecks = 1, MaxChecksPerHost = 2, MaxRechecksPerHost = 3, MaxRatePerHost = 100_000 },
        Read("hub: { max_checks: 1, max_checks_per_host: 2, max_rechecks_per_host: 3, max_rate_per_host: 100000 }").Hub.Load);

    [Theory]
    [InlineData("hub: { allow_exec: true }", true)]
    [InlineData("hub: { allow_exec: false }", false)]
    [InlineData("hub: {}", null)]
    public void Read_AllowExec_IsTheHubs(string yaml, bool? allowed) => Assert.Equal(allowed, Read(yaml).Hub.AllowExec);

    [Fact]
    public void Read_CommandWhereCommandsAreOff_IsAFinding()
    {
        var reading = ConfigFile.ReadText(
            "projects:\n  shop:\n    services:\n      disk: { check: { type: exec, command: [df] } }\n", "hale.yaml", new(_ => null, _ => null),
            SomeChecks.Catalog(TimeProvider.System, allowExec: false));

        Assert.Equal(
            "hale.yaml:4:45: projects.shop.services.disk.check.command: commands are off on this hub; needed: the setting allow_exec (--allow-exec, HALE_ALLOW_EXEC or "
            + "hub.allow_exec), which is read at start",
            Assert.Single(reading.Lines));
    }

    [Fact]
    public void Read_References_AreAList()
    {
        Assert.Equal("https://a.test;tcp://b.test:443", Read("hub: { reference_targets: [https://a.test, tcp://b.test:443] }").Hub.ReferenceTargets);
        Assert.StartsWith("hale.yaml:1:", Assert.Single(Read("hub: { reference_targets: [a.test] }").Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("retries: ${RETRIES}", 7)]
    [InlineData("retries: ${UNSET:-9}", 9)]
    [InlineData("retries: ${EMPTY:-9}", 9)]
    [InlineData("retries: 1${EMPTY}2", 12)]
    [InlineData("retries: ${EMPTY}", null)]
    [InlineData("retries: null", null)]
    [InlineData("retries: +4", 4)]
    public void Variables_InPlainValues_AreTypedAgain(string line, int? retries) =>
        Assert.Equal(retries, Read($"defaults:\n  {line}\n").Declarations!.Defaults.Retries);

    [Theory]
    [InlineData("\"$${HOST} ${HOST}\"", "${HOST} api")]
    [InlineData("'a ${HOST}-${UNSET:-b:-c} $ {x} $5'", "a api-b:-c $ {x} $5")]
    [InlineData("\"${file:/run/secrets/url}\"", "http://from-file/health")]
    [InlineData("${TRICK}", "x, id: evil")]
    public void Variables_InTexts_AreReplaced(string value, string name) =>
        Assert.Equal(name, Read($"projects:\n  p:\n    name: {value}\n").Declarations!.Projects[0].Name);

    [Fact]
    public void Findings_NeverShowAVariablesValue()
    {
        var lines = Read("""
            projects:
              p:
                services:
                  a: { check: { url: http://a, headers: { x-token: "${EVIL_HEADER}", x-b: "${EVIL_HEADER}", "bad name": "${PASSWORD}" }, method: "${PASSWORD} ", http_version: "${PASSWORD}" } }
                  b: { check: { url: "http://x:${PASSWORD}@", type: "${PASSWORD}", body: "${PASSWORD}" }, depends_on: ["${PASSWORD}"], type: "${EMPTY}", labels: { a: ["${PASSWORD}"] } }
                  c: { check: "${PASSWORD}", id: "${PASSWORD} " }
                  d: { check: { url: http://a, expect: { body_matches: "(${PASSWORD}", status: "${PASSWORD}", json: "${PASSWORD}" } } }
                targets:
                  t: "${PASSWORD}"
                  u: { url: "http://${PASSWORD} x" }
            """).Lines.ToArray();

        Assert.True(lines.Length >= 12, string.Join('\n', lines));
        Assert.DoesNotContain(lines, line => line.Contains("hunter2", StringComparison.Ordinal) || line.Contains("break-secret", StringComparison.Ordinal));
    }

    [Fact]
    public void Aliases_AreFollowed_AndBombsRefused()
    {
        var good = Read("projects:\n  p:\n    services:\n      a: { check: &c { url: http://a, headers: { x: y } } }\n      b: { check: *c }\n");
        var bomb = Read("a: &a [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat("bcdefgh".Select((name, i) => $"{name}: &{name} [{string.Join(',', Enumerable.Repeat($"*{"abcdefg"[i]}", 10))}]\n")));
        var snake = Read("a: &a [*a]\n");

        Assert.Equal(good.Declarations!.Services[0].Check, good.Declarations.Services[1].Check);
        Assert.StartsWith("hale.yaml:7:", Assert.Single(bomb.Lines));
        Assert.Contains("has more than 2000000 values once its aliases are written out", Assert.Single(bomb.Lines));
        Assert.Contains("hale.yaml:1:8: a[0]: found *a, an alias of nothing before it", snake.Lines);
    }

    [Fact]
    public void Depth_IsBounded_AliasesIncluded()
    {
        var deep = Read("a: " + new string('[', 100_000));
        var aliased = Read($"a: &a {new string('[', 50)}x{new string(']', 50)}\nb: {new string('[', 50)}*a{new string(']', 50)}\n");

        Assert.Contains("nests deeper than 64", Assert.Single(deep.Lines));
        Assert.Contains("nests deeper than 64", Assert.Single(aliased.Lines));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n")]
    [InlineData("---\n...\n")]
    [InlineData("projects:\nhub:\ndefaults:\n")]
    [InlineData("\uFEFFprojects: {}\n")]
    [InlineData("null\n")]
    public void Read_Emptiness_IsGood(string yaml)
    {
        var reading = Read(yaml);

        Assert.Equal([], reading.Lines);
        Assert.Empty(reading.Declarations!.Services);
    }

    [Fact]
    public void Read_TenThousandServices_IsQuick()
    {
        var yaml = "projects:\n  p:\n    services:\n" + string.Concat(Enumerable.Range(0, 10_000).Select(i =>
            $"      s{i}: {{ check: http://10.0.{i / 250}.{i % 250}:8080/health, interval: 10s, depends_on: [{(i == 0 ? "" : $"s{i - 1}")}] }}\n"));
        var start = TimeProvider.System.GetTimestamp();

        var reading = Read(yaml);

        Assert.Equal(10_000, reading.Declarations!.Services.Count);
        Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(30), $"{TimeProvider.System.GetElapsedTime(start)}");
    }

    private static ConfigReading Read(string yaml) => ConfigFile.ReadText(
        yaml, "hale.yaml", new(Variables.GetValueOrDefault, Secrets.GetValueOrDefault), SomeChecks.Catalog(new ManualTime()));
}
