// Keeps a visit's sheet on the guest's own telephone, if they choose so, to be read without network.
// One file for the page, which keeps and removes, and for its worker, which stands between the
// browser and the network for the pages of one link alone. The network always comes first.
(() => {
  const BEGINS = "sillon-sheet ";
  const WAIT = 10000; // so long a network that does not answer is waited for
  const NOT_THERE = [502, 503, 504]; // Sillon itself is away for a moment
  const GONE = [404, 410];

  const until = (sheet) => Number(sheet.headers.get("Sillon-Until"));

  // What is kept of one link, by the path of its page; what the visit's end has passed is forgotten.
  const kept = async (path) => {
    const sheet = await (await caches.open(BEGINS + path)).match(`${path}/kept`);
    const now = Date.now();
    if (sheet && now < until(sheet) && now >= Number(sheet.headers.get("Sillon-Since"))) return sheet;
    await caches.delete(BEGINS + path);
    return null;
  };
  const forgetEnded = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith(BEGINS)) await kept(name.slice(BEGINS.length));
    }
  };

  const beWorker = () => {
    const path = new URL(self.registration.scope).pathname;
    const late = (instead) => new Promise((done) => setTimeout(done, WAIT, instead));

    // A page of the link says by which name its sheet goes now, or that there is none any more. One
    // that leads elsewhere first asks whose telephone it is: others read it, and it keeps nothing.
    const heed = async (address, answer) => {
      const isThePage = new URL(address).pathname === path;
      const isAway = GONE.includes(answer.status) || answer.type === "opaqueredirect";
      const name = answer.headers.get("Sillon-Sheet");
      if (name === "none" || (isThePage && isAway)) {
        await caches.delete(BEGINS + path);
        await self.registration.unregister();
      } else if (isThePage && name && (await kept(path))?.headers.get("Sillon-Sheet") !== name) {
        await caches.delete(BEGINS + path);
      }
    };
    const ask = async (request) => {
      const answer = await fetch(request);
      await heed(request.url, answer);
      return answer;
    };
    const first = (asked, instead) =>
      Promise.race([
        asked.then((answer) => (NOT_THERE.includes(answer.status) ? instead : answer)),
        late(instead),
      ]).catch(() => instead);

    const openPage = async (event) => {
      const asked = ask(event.request);
      event.waitUntil(asked.then(forgetEnded, forgetEnded));
      const sheet = await kept(path);
      return sheet ? first(asked, sheet) : asked;
    };
    const openPart = async (request) => {
      const part = await caches.match(request, { cacheName: BEGINS + path, ignoreVary: true });
      return part ? first(fetch(request), part) : fetch(request);
    };

    self.addEventListener("install", () => self.skipWaiting());
    self.addEventListener("activate", (event) => {
      event.waitUntil(Promise.all([self.clients.claim(), forgetEnded()]));
    });
    self.addEventListener("fetch", (event) => {
      const { request } = event;
      if (request.method !== "GET") return;
      if (request.mode === "navigate") event.respondWith(openPage(event));
      else if (["style", "script"].includes(request.destination)) {
        event.respondWith(openPart(request));
      }
    });
  };

  const bePage = (card) => {
    const path = card.dataset.keep;
    const workers = navigator.serviceWorker;
    const registered = async () => {
      const found = await workers.getRegistration(path);
      return found && new URL(found.scope).pathname === path ? found : null;
    };
    const show = (state) => {
      for (const each of card.querySelectorAll("[data-when]")) {
        each.hidden = !each.dataset.when.split(" ").includes(state);
      }
      card.hidden = false;
    };

    // Fetches the sheet as it is kept, with what it is drawn by; it is kept whole or not at all.
    const keep = async () => {
      const answer = await fetch(`${path}/kept`);
      const seconds = Number(answer.headers.get("Sillon-Seconds"));
      if (!answer.ok || answer.redirected || !seconds) throw new Error("nothing to keep");
      const headers = new Headers(answer.headers);
      for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
      headers.set("Sillon-Since", Date.now());
      headers.set("Sillon-Until", Date.now() + seconds * 1000);
      const words = await answer.text();
      const page = new DOMParser().parseFromString(words, "text/html");
      const parts = [...page.querySelectorAll("link[rel=stylesheet], script[src]")];
      const store = await caches.open(BEGINS + path);
      await store.addAll(parts.map((part) => part.getAttribute("href") ?? part.getAttribute("src")));
      await store.put(`${path}/kept`, new Response(words, { headers }));
    };
    const forget = async () => {
      await caches.delete(BEGINS + path);
      await (await registered())?.unregister();
    };
    const begin = async () => {
      await workers.register(card.dataset.keeper, { scope: path });
      await keep();
    };
    const act = (press, does, state, failed) => {
      const button = card.querySelector(press);
      button?.addEventListener("click", async () => {
        button.disabled = true;
        try {
          await does();
          show(state);
        } catch {
          await forget().catch(() => {});
          show(failed);
        }
        button.disabled = false;
      });
    };
    act("[data-keep-it]", begin, "kept", "failed");
    act("[data-remove-it]", forget, "removed", "removed");

    // The page that was kept, read without network, is closed as the visit ends.
    const closeAtEnd = async () => {
      const sheet = await kept(path);
      if (!sheet) return location.reload();
      setTimeout(() => location.reload(), Math.min(until(sheet) - Date.now(), 2 ** 31 - 1));
    };

    // What was chosen stands: the newest sheet takes the place of the one before.
    const renew = async () => {
      await forgetEnded();
      if (!card.dataset.keeper) return closeAtEnd();
      if (!(await registered())) return show("offered");
      try {
        await keep();
        show("kept");
      } catch {
        show((await kept(path)) ? "kept" : "failed");
      }
    };
    renew();
  };

  if ("ServiceWorkerGlobalScope" in self) return beWorker();
  const card = document.querySelector("[data-keep]");
  if (card && "serviceWorker" in navigator && "caches" in self) {
    addEventListener("load", () => bePage(card));
  }
})();
