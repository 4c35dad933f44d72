// What a measured page is given before its own scripts: times of its first paint and of the first thing to use, and a stream that goes on by itself.
(() => {
  const marks = { usable: null };
  const look = () => {
    if (document.querySelector('[data-tile], [data-row]')) marks.usable = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);

  let socket = null;
  let begun = null;
  let snapshot = null;
  const Real = window.WebSocket;
  window.WebSocket = class {
    #real;
    get readyState() {
      return this.#real.readyState;
    }
    constructor(address) {
      const real = new Real(address);
      this.#real = real;
      socket = this;
      real.onopen = () => this.onopen?.();
      real.onclose = () => this.onclose?.();
      real.onmessage = (event) => {
        // Read when it is needed: while the page opens, that would be counted as its own work.
        if (event.data.startsWith('{"type":"snapshot"')) begun = event.data;
        this.onmessage?.(event);
      };
      this.close = () => real.close();
    }
  };

  let next = 0;
  // A result carries the number of the newest change.
  const say = (frame) => socket.onmessage?.({ data: JSON.stringify({ seq: frame.type === 'result' ? snapshot.seq : ++snapshot.seq, ...frame }) });
  const change = (at) => {
    const service = snapshot.services[next++ % snapshot.services.length];
    const down = service.health.status !== 'down';
    const time = new Date(at).toISOString();
    const failure = down ? 'body' : null;
    const message = down ? `${next} orders wait` : null;
    service.health = { ...service.health, status: down ? 'down' : 'up', since: time, last_check_at: time, why: down ? 'failures' : 'recovered', failure, message };
    say({ type: 'result', service_id: service.id, at: time, success: !down, status: service.health.status, latency_ms: down ? null : 3 + (next % 40), failure, message });
    say({ type: 'service', service });
  };

  window.bench = {
    marks,
    firstPaint: () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null,
    scripts: () =>
      performance
        .getEntriesByType('resource')
        .filter((one) => one.initiatorType === 'script' || one.name.endsWith('.js'))
        .reduce((sum, one) => sum + one.encodedBodySize, 0),
    /** Lets seconds pass as the hub would tell them: so many changes in each, told in spurts between which the page may draw. */
    pass: async (from, seconds, changes, spurt) => {
      snapshot ??= JSON.parse(begun);
      begun = null;
      for (let second = 0; second < seconds; second += spurt) {
        for (let i = 0; i < changes * Math.min(spurt, seconds - second); i++) change(from + (second + i / changes) * 1000);
        await new Promise((drawn) => setTimeout(() => requestAnimationFrame(drawn), 60));
      }
    },
    /** The times between frames while the page scrolls by itself for a while. */
    scroll: (milliseconds, speed) =>
      new Promise((done) => {
        const times = [];
        const began = performance.now();
        let last = began;
        let way = 1;
        const step = (now) => {
          times.push(now - last);
          // Asked before the page is moved: asked afterwards, it would have to be laid out for the answer, as for no reader.
          if (window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - 2) way = -1;
          if (window.scrollY <= 0) way = 1;
          window.scrollBy(0, (way * speed * (now - last)) / 1000);
          last = now;
          if (now - began < milliseconds) requestAnimationFrame(step);
          else done(times.slice(1));
        };
        requestAnimationFrame(step);
      }),
  };
})();
