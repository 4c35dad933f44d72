using System.Runtime.InteropServices;
using Hale.Cli;

using var ended = new CancellationTokenSource();
// The first signal asks to end; a second one, while that takes its time, ends at once.
void End(PosixSignalContext signal)
{
    signal.Cancel = !ended.IsCancellationRequested;
    ended.Cancel();
}

using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
return await Cli.RunAsync(args, Terminal.OfProcess(), ended.Token);
