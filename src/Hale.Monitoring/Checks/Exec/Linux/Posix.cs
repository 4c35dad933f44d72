using System.Runtime.InteropServices;

namespace Hale.Monitoring.Checks.Exec.Linux;

/// <summary>How a child ended.</summary>
/// <param name="Code">Its exit code, or the signal's number.</param>
internal readonly record struct Exit(bool BySignal, int Code);

/// <summary>
/// The system calls around a child process, as Linux on x86-64 and arm64 has them (posix_spawn(3), waitid(2), pidfd_open(2), poll(2)). A call answers
/// its result, or the negative error number.
/// </summary>
internal static unsafe partial class Posix
{
    public const int NoSuchFile = -2;
    public const int Interrupted = -4;
    public const int Again = -11;
    public const int Denied = -13;
    public const int NoSuchChild = -10;
    public const int NotAProgram = -8;
    public const int TooLong = -7;

    private const int Kill9 = 9;
    private const int ById = 1;
    private const int ByGroup = 2;
    private const int NoHang = 1;
    private const int HasExited = 4;
    private const int LeaveIt = 0x01000000;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int SetFlags = 4;
    private const short Readable = 1;

    /// <summary>More than glibc's and musl's own types need: 80, 336 and 128 bytes.</summary>
    private const int ActionsSize = 256;
    private const int AttributesSize = 512;
    private const int SignalsSize = 128;

    /// <summary>All signals as they are by default, none blocked, and a session of its own.</summary>
    private const short SpawnFlags = 0x04 | 0x08 | 0x80;

    private static bool _closes = true;

    /// <summary>A pipe: the end to read from, which never blocks, and the end to write to.</summary>
    public static (int Read, int Write) Pipe()
    {
        var ends = stackalloc int[2];
        if (Of(PipeCall(ends, CloseOnExec)) is < 0 and var error)
            throw new IOException($"this machine gives no pipe: error {-error}");
        _ = FileControl(ends[0], SetFlags, NonBlocking);
        return (ends[0], ends[1]);
    }

    /// <summary>A counter that can be waited for.</summary>
    public static int Event() =>
        Of(EventCall(0, CloseOnExec | NonBlocking)) is >= 0 and var made ? made : throw new IOException("this machine has no more files to open");

    public static void Signal(int counter)
    {
        var one = 1ul;
        _ = Write(counter, (byte*)&one, sizeof(ulong));
    }

    /// <summary>What is there to be read: its length, 0 at the end, <see cref="Again"/> when there is nothing yet.</summary>
    public static int Read(int from, Span<byte> into)
    {
        fixed (byte* start = into)
            return Of((int)ReadCall(from, start, into.Length));
    }

    public static void Close(int file) => _ = CloseCall(file);

    /// <summary>Waits until one of the files, those below zero left out, can be read; answers of which that is so.</summary>
    /// <param name="milliseconds">The longest wait; below zero for none.</param>
    public static void Poll(ReadOnlySpan<int> files, Span<bool> ready, int milliseconds)
    {
        var all = stackalloc PollFile[files.Length];
        for (var i = 0; i < files.Length; i++)
            all[i] = new() { File = files[i], Wanted = Readable };
        var count = Of(PollCall(all, (nuint)files.Length, milliseconds));
        for (var i = 0; i < files.Length; i++)
            ready[i] = count > 0 && all[i].Happened != 0;
    }

    /// <summary>Starts a program as the head of a session and a process group of its own, with nothing to read; answers its id.</summary>
    /// <param name="path">The program's file; where it has a slash and no root, from <paramref name="folder"/> on.</param>
    public static int Spawn(string path, IReadOnlyList<string> words, IEnumerable<string> environment, string? folder, int output, int errors)
    {
        var actions = stackalloc byte[ActionsSize];
        var attributes = stackalloc byte[AttributesSize];
        var signals = stackalloc byte[SignalsSize];
        using var given = new Strings(words);
        using var variables = new Strings(environment);
        _ = ActionsInit(actions);
        _ = AttributesInit(attributes);
        try
        {
            if (folder is not null)
                _ = AddFolder(actions, folder);
            _ = AddOpen(actions, 0, "/dev/null", 0, 0);
            _ = AddDuplicate(actions, output, 1);
            _ = AddDuplicate(actions, errors, 2);
            CloseTheRest(actions);
            _ = SetSpawnFlags(attributes, SpawnFlags);
            new Span<byte>(signals, SignalsSize).Clear();
            _ = SetMask(attributes, signals);
            _ = FillSignals(signals);
            _ = SetDefaults(attributes, signals);
            int id;
            var error = SpawnCall(&id, path, actions, attributes, given.Pointers, variables.Pointers);
            return error == 0 ? id : -error;
        }
        finally
        {
            _ = ActionsDestroy(actions);
            _ = AttributesDestroy(attributes);
        }
    }

    /// <summary>A file that can be read once the process has ended; negative where the kernel (before 5.3) has none.</summary>
    public static int OpenProcess(int id) => Of((int)SystemCall(434, id, 0, 0, 0));

    /// <summary>Ends the process that was opened.</summary>
    public static void KillOpened(int process) => _ = SystemCall(424, process, Kill9, 0, 0);

    public static void Kill(int id) => _ = KillCall(id, Kill9);

    public static void KillGroup(int id) => _ = KillCall(-id, Kill9);

    /// <summary>
    /// How a child ended; null while it runs. <see cref="NoSuchChild"/> is told as a signal of no number: whoever ignores SIGCHLD never learns of an end.
    /// </summary>
    /// <param name="wait">Whether to wait for its end.</param>
    /// <param name="reap">Whether it is forgotten; until then nobody else gets its id.</param>
    public static Exit? Ending(int id, bool wait, bool reap)
    {
        var about = stackalloc int[32];
        int result;
        do
        {
            new Span<int>(about, 32).Clear();
            result = Of(WaitCall(ById, id, about, HasExited | (wait ? 0 : NoHang) | (reap ? 0 : LeaveIt)));
        }
        while (result == Interrupted);

        if (result < 0)
            return new(true, 0);
        return about[0] == 0 ? null : new(about[2] != 1, about[6]);
    }

    /// <summary>Reaps what of a group has become a child of this process: with the id 1 it inherits those whose parents are gone.</summary>
    /// <returns>Whether there is one that still runs.</returns>
    public static bool ReapGroup(int group)
    {
        var about = stackalloc int[32];
        while (true)
        {
            new Span<int>(about, 32).Clear();
            var result = Of(WaitCall(ByGroup, group, about, HasExited | NoHang));
            if (result < 0 && result != Interrupted)
                return false;
            if (result == 0 && about[0] == 0)
                return true;
        }
    }

    /// <summary>Also what Hale was itself given by who started it and knows nothing of. Only glibc from 2.34 on has it; Hale's own files close by themselves.</summary>
    private static void CloseTheRest(byte* actions)
    {
        try
        {
            if (_closes)
                _ = AddCloseFrom(actions, 3);
        }
        catch (EntryPointNotFoundException)
        {
            _closes = false;
        }
    }

    private static int Of(int result) => result >= 0 ? result : -Marshal.GetLastPInvokeError();

    [StructLayout(LayoutKind.Sequential)]
    private struct PollFile
    {
        public int File;
        public short Wanted;
        public short Happened;
    }

    /// <summary>Texts as C has them: pointers to bytes that end with a zero, and a null pointer behind the last.</summary>
    private readonly struct Strings : IDisposable
    {
        private readonly int _count;

        public Strings(IEnumerable<string> texts)
        {
            var all = texts as IReadOnlyList<string> ?? [.. texts];
            _count = all.Count;
            Pointers = (byte**)NativeMemory.AllocZeroed((nuint)(_count + 1), (nuint)sizeof(byte*));
            for (var i = 0; i < _count; i++)
                Pointers[i] = (byte*)Marshal.StringToCoTaskMemUTF8(all[i]);
        }

        public byte** Pointers { get; }

        public void Dispose()
        {
            for (var i = 0; i < _count; i++)
                Marshal.ZeroFreeCoTaskMemUTF8((nint)Pointers[i]);
            NativeMemory.Free(Pointers);
        }
    }

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static partial int PipeCall(int* ends, int flags);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventCall(uint start, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int FileControl(int file, int command, int value);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadCall(int file, byte* into, nint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int file, byte* bytes, nint length);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int CloseCall(int file);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int PollCall(PollFile* files, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int KillCall(int id, int signal);

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    private static partial int WaitCall(int kind, int id, int* about, int options);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint first, nint second, nint third, nint fourth);

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SpawnCall(int* id, string path, byte* actions, byte* attributes, byte** words, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int ActionsInit(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int ActionsDestroy(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddOpen(byte* actions, int file, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int AddDuplicate(byte* actions, int file, int copy);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddFolder(byte* actions, string path);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addclosefrom_np")]
    private static partial int AddCloseFrom(byte* actions, int first);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int AttributesInit(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial int AttributesDestroy(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int SetSpawnFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int SetMask(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int SetDefaults(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    private static partial int FillSignals(byte* signals);
}
