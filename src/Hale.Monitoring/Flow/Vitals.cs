using System.Collections.Immutable;

namespace Hale.Monitoring.Flow;

/// <summary>What a queue shows of itself.</summary>
public interface IQueueGauge
{
    /// <summary>The queue's name, as a label's value.</summary>
    string Name { get; }

    /// <summary>Items accepted and not yet worked off, those in work included.</summary>
    int Pending { get; }

    /// <summary>The most items it holds.</summary>
    int Capacity { get; }

    /// <summary>Items refused because it was full.</summary>
    long Lost { get; }
}

/// <summary>Every loop and queue of the process, for its own health, its metrics and for tests that await quiet.</summary>
public sealed class Vitals(TimeProvider time)
{
    private ImmutableArray<Pulse> _loops = [];
    private ImmutableArray<IQueueGauge> _queues = [];

    /// <summary>The loops, in the order they came.</summary>
    public IReadOnlyList<Pulse> Loops => _loops;

    /// <summary>The queues, in the order they came.</summary>
    public IReadOnlyList<IQueueGauge> Queues => _queues;

    /// <summary>Makes a loop's pulse.</summary>
    /// <param name="patience">How long it may be silent before it is held for stuck.</param>
    public Pulse Loop(string name, TimeSpan patience)
    {
        var pulse = new Pulse(name, patience, time);
        ImmutableInterlocked.Update(ref _loops, loops => loops.Add(pulse));
        return pulse;
    }

    /// <summary>Makes a queue.</summary>
    public WorkQueue<T> Queue<T>(string name, int capacity) => Add(new WorkQueue<T>(name, capacity));

    /// <summary>Takes up a queue of its owner's own making.</summary>
    public T Add<T>(T queue)
        where T : IQueueGauge
    {
        ImmutableInterlocked.Update(ref _queues, queues => queues.Add(queue));
        return queue;
    }
}

/// <summary>A loop's sign of life.</summary>
public sealed class Pulse(string name, TimeSpan patience, TimeProvider time)
{
    private long _beat = time.GetTimestamp();
    private long _faults;

    /// <summary>The loop's name, as a label's value.</summary>
    public string Name { get; } = name;

    /// <summary>How long it has been silent.</summary>
    public TimeSpan Silence => time.GetElapsedTime(Volatile.Read(ref _beat));

    /// <summary>When it last beat, by the wall clock.</summary>
    public DateTimeOffset LastBeatAt => time.GetUtcNow() - Silence;

    /// <summary>Whether it has been silent for too long.</summary>
    public bool Stuck => Silence > patience;

    /// <summary>Turns that ended in an exception.</summary>
    public long Faults => Volatile.Read(ref _faults);

    /// <summary>The last exception's text while the loop has not had a good turn since.</summary>
    public string? Fault { get; private set; }

    /// <summary>Says that a turn went well.</summary>
    public void Beat()
    {
        Fault = null;
        Volatile.Write(ref _beat, time.GetTimestamp());
    }

    /// <summary>Says that a turn failed; the loop is alive all the same.</summary>
    public void Failed(Exception error)
    {
        Interlocked.Increment(ref _faults);
        Fault = error.Message;
        Volatile.Write(ref _beat, time.GetTimestamp());
    }
}
