namespace Hale.Monitoring.Checks.Exec.Linux;

/// <summary>One run of a command, from its start until nothing of it is left.</summary>
/// <param name="mark">Marks everything that the command starts.</param>
internal sealed class LinuxRun(Command command, string mark)
{
    private const int None = -1;
    private const int AtOnce = 64 * 1024;

    /// <summary>Who says more than this is listened to in steps, so that endless output costs no processor.</summary>
    private const long Talkative = 1 << 20;

    private const int Step = 10;
    private const int DeathTakes = 500;
    private const int MostHunts = 20;

    private readonly TaskCompletionSource<Ended> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Capture _output = new();
    private readonly Capture _errors = new();
    private readonly byte[] _buffer = new byte[AtOnce];

    private int _outputPipe = None;
    private int _errorPipe = None;
    private int _stop = None;
    private int _process = None;

    /// <summary>How it ended.</summary>
    public Task<Ended> Ended => _ended.Task;

    /// <summary>Runs it, and comes back when nothing is left of it.</summary>
    public void Attend(CancellationToken cancel)
    {
        var id = None;
        try
        {
            var ended = Run(ref id, cancel);
            GiveBack();
            _ended.TrySetResult(ended);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            GiveBack();
            _ended.TrySetException(error);
        }

        if (id != None)
            Bury(id);
    }

    private Ended Run(ref int id, CancellationToken cancel)
    {
        _stop = Posix.Event();
        if (Start(out id) is { } refused)
            return new() { NotStarted = refused };
        Orphans.Spare(id);
        _process = Math.Max(None, Posix.OpenProcess(id));
        using (cancel.Register(() => Posix.Signal(_stop)))
            if (Listen(id))
                End(id);
        Posix.KillGroup(id);
        var exit = Posix.Ending(id, wait: true, reap: true)!.Value;
        Orphans.Forget(id);
        if (!_ended.Task.IsCompleted)
        {
            Drain(ref _outputPipe, _output);
            Drain(ref _errorPipe, _errors);
        }

        return Said(exit.BySignal ? new() { Signal = exit.Code > 0 ? exit.Code : null } : new() { ExitCode = exit.Code });
    }

    /// <summary>Starts it; answers why not, where it can't be.</summary>
    private string? Start(out int id)
    {
        id = None;
        if (command.Folder is { } folder && !Directory.Exists(folder))
            return $"there is no folder {folder} to run it in";
        var (output, errors) = (None, None);
        try
        {
            (_outputPipe, output) = Posix.Pipe();
            (_errorPipe, errors) = Posix.Pipe();
            var variables = command.Environment.Where(each => each.Key != Kin.Variable).Select(each => $"{each.Key}={each.Value}").Append($"{Kin.Variable}={mark}").ToArray();
            var result = Posix.NoSuchFile;
            foreach (var path in ProgramPath.Candidates(command))
            {
                result = Posix.Spawn(path, command.Words, variables, command.Folder, output, errors);
                if (result is not (Posix.NoSuchFile or Posix.Denied))
                    break;
            }

            if (result < 0)
                return Refusal(result);
            id = result;
            return null;
        }
        catch (EntryPointNotFoundException)
        {
            return "cwd can't be set here: this needs glibc 2.29 or later";
        }
        finally
        {
            if (output != None)
                Posix.Close(output);
            if (errors != None)
                Posix.Close(errors);
        }
    }

    private string Refusal(int error) => error switch
    {
        Posix.NoSuchFile => $"there is no program {command.Program}",
        Posix.Denied => $"{command.Program} may not be run by this hub's user",
        Posix.NotAProgram => $"{command.Program} is no program; a script needs a first line such as #!/bin/sh",
        Posix.TooLong => "its arguments and variables are too long for this system",
        _ => $"the system does not start it (error {-error})",
    };

    /// <summary>Listens until the command's process has ended; answers true when it is to be ended instead.</summary>
    private bool Listen(int id)
    {
        Span<bool> ready = stackalloc bool[4];
        while (true)
        {
            var slow = _output.Said + _errors.Said > Talkative;
            Posix.Poll([_stop, _process, slow ? None : _outputPipe, slow ? None : _errorPipe], ready, slow || _process == None ? Step : None);
            if (ready[0])
                return true;
            if (ready[2] || slow)
                Hear(ref _outputPipe, _output);
            if (ready[3] || slow)
                Hear(ref _errorPipe, _errors);
            if ((ready[1] || _process == None) && Posix.Ending(id, wait: false, reap: false) is not null)
                return false;
        }
    }

    /// <summary>Ends the command, its group, its session and what left them; until nothing new turns up.</summary>
    private void End(int id)
    {
        for (var hunt = 0; hunt < MostHunts; hunt++)
        {
            Posix.KillGroup(id);
            if (Kin.Kill(id, mark) == 0)
                break;
            Posix.Poll([], [], 1);
        }

        // What hangs within the kernel, in a file system that does not answer, dies when that lets go of it; the check does not wait for it.
        Span<bool> dead = stackalloc bool[1];
        if (_process != None)
            Posix.Poll([_process], dead, DeathTakes);
        if (Posix.Ending(id, wait: false, reap: false) is null)
            _ended.TrySetResult(Said(new()));
    }

    /// <summary>Reads what is there, up to a buffer full; closes the stream at its end.</summary>
    private bool Hear(ref int pipe, Capture capture)
    {
        if (pipe == None)
            return false;
        var length = Posix.Read(pipe, _buffer);
        if (length > 0)
        {
            capture.Add(_buffer.AsSpan(0, length));
            return true;
        }

        if (length is Posix.Again or Posix.Interrupted)
            return false;
        Posix.Close(pipe);
        pipe = None;
        return false;
    }

    /// <summary>What was said before the end lies in the pipe. A child that outlives its parent on purpose may go on: it is not listened to for ever.</summary>
    private void Drain(ref int pipe, Capture capture)
    {
        for (var left = Talkative / AtOnce; left > 0 && Hear(ref pipe, capture); left--)
        {
        }
    }

    /// <summary>In a container Hale may be the process that inherits what lost its parent.</summary>
    private static void Bury(int id)
    {
        for (var waits = 0; waits < DeathTakes && Posix.ReapGroup(id); waits++)
            Posix.Poll([], [], 1);
        Orphans.Reap();
    }

    private Ended Said(Ended ended) => ended with { Output = _output, Errors = _errors };

    private void GiveBack()
    {
        foreach (var file in (int[])[_outputPipe, _errorPipe, _stop, _process])
            if (file != None)
                Posix.Close(file);
    }
}
