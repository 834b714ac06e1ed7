/* The way from the page to flowmap over HTTP: it asks, loads what is needed later, and hears of every change.
   A page that works without a server has another way with the same functions. */
(() => {
  "use strict";

  const token = document.querySelector('meta[name="flowmap-token"]').content;
  const LOST = "flowmap does not answer: this is the last state it sent";
  const STRANGE = "flowmap was started anew: open the address that it printed";

  /** Asks flowmap to do something; gives its answer, with its status. */
  const ask = async (path, body) => {
    try {
      const response = await fetch(path, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Flowmap-Token": token },
        body: JSON.stringify(body),
      });
      const text = await response.text();
      let data;
      try {
        data = JSON.parse(text);
      } catch {
        data = { message: text.trim() };
      }
      return { status: response.status, data };
    } catch {
      return { status: 0, data: { message: "flowmap does not answer: is it still running?" } };
    }
  };

  /** What a page of that version has missed; nothing where flowmap does not answer, which `show` is told. */
  const missed = async (version, show) => {
    try {
      const response = await fetch(`/missed?version=${version}`);
      if (response.ok) return await response.json();
      show(response.status === 403 ? STRANGE : LOST, true);
    } catch {
      show(LOST, true);
    }
    return null;
  };

  const style = name => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = name;
    document.head.append(link);
  };

  /* One window of a browser listens to the server and tells the others: a browser has only six connections to one
     server for all its windows. The window that holds the lock listens. Where a browser has no locks, each listens. */

  /** `version` gives the version that the page shows; `hear` takes a change, `light` says that all is well, `show` says what is not. */
  const listen = ({ version, hear, light, show }) => {
    const channel = navigator.locks && window.BroadcastChannel ? new BroadcastChannel("flowmap-events") : null;
    const take = said => (said.event ? hear(said.event) : said.isLost ? show(said.text, true) : light());
    const share = said => {
      channel?.postMessage(said);
      take(said);
    };
    channel?.addEventListener("message", message => {
      if (turn) take(message.data);
    });

    let stream = null;
    const connect = () => {
      stream?.close();
      const own = new EventSource(`/events?version=${version()}`);
      stream = own;
      const event = message => share({ event: JSON.parse(message.data) });
      own.addEventListener("open", () => share({ isLost: false }));
      own.addEventListener("message", event);
      own.addEventListener("restart", event);
      own.addEventListener("error", () => {
        share({ text: LOST, isLost: true });
        if (own.readyState !== EventSource.CLOSED) return;
        /* Refused: another start of flowmap, whose address this browser has not opened yet. Once it has, this page goes on. */
        fetch("/live.css", { method: "HEAD" }).then(answer => {
          if (answer.status === 403) share({ text: STRANGE, isLost: true });
        }, () => {});
        setTimeout(() => (stream === own ? connect() : null), 1000);
      });
    };

    /** Set while this page waits for the lock or holds it. */
    let turn = null;
    const rest = () => {
      turn?.abort();
      turn = null;
      stream?.close();
      stream = null;
    };
    const catchUp = async () => {
      const event = await missed(version(), show);
      if (event === null) return;
      light();
      hear(event);
    };
    const begin = async () => {
      rest();
      const own = new AbortController();
      turn = own;
      if (!channel) return connect();
      catchUp();
      const held = () => new Promise(done => {
        own.signal.addEventListener("abort", done);
        if (own.signal.aborted) done();
        else connect();
      });
      try {
        await navigator.locks.request("flowmap-events", { signal: own.signal }, held);
      } catch {
        // Not this page's turn any more, or a browser that refuses locks.
        if (turn === own) connect();
      }
    };
    /* A page that nobody sees leaves the lock to one that somebody sees, and catches up when it is seen again. */
    document.addEventListener("visibilitychange", () => (document.hidden ? rest() : begin()));
    // Should the window that listens hang, a click on another brings that one up to date.
    addEventListener("focus", () => (turn && !stream ? catchUp() : null));
    if (!document.hidden) begin();
  };

  window.flowmap.way = {
    ask,
    missed,
    listen,
    style,
    load: name => import(name),
    reload: () => location.reload(),
    /** What the page says while all is well. */
    well: "Live: shows the files as they are",
    /** What to ask where something could not be loaded. */
    help: "is flowmap still running?",
  };
})();
