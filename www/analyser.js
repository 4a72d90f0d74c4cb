/*
 * Analyses texts off the main thread: `analyse(text, options, channel)` gives a promise of a document.
 * The worker is started by the first call; where it cannot start, the same code runs on the main thread.
 * Within a channel the latest call wins: an earlier one that is not done yet is rejected with code `superseded`.
 */

/**
 * @param {string} code
 * @param {string} message
 */
const failure = (code, message) => Object.assign(new Error(message), { code });

const WORKER = new URL("./worker.js", import.meta.url).href;
/** @type {{createScriptURL(url: string): unknown} | undefined} */
let policy;

/** The worker's address, as Trusted Types want it: the one policy of this project, and it knows one address. */
function workerAddress() {
  const types = /** @type {any} */ (globalThis).trustedTypes;
  if (!types) return WORKER;
  policy ??= types.createPolicy("sayso", {
    createScriptURL(/** @type {string} */ url) {
      if (url !== WORKER) throw new TypeError("not the worker's address");
      return url;
    },
  });
  return /** @type {string} */ (policy?.createScriptURL(WORKER));
}

export class Analyser {
  /** @type {Promise<Backend> | undefined} */
  #backend;
  /** @type {Worker | undefined} */
  #worker;
  /** @type {Map<unknown, {now: Job, next?: Job}>} */
  #channels = new Map();
  /** `worker`, `main` or, before the first call, empty. */
  where = "";

  /** Starts the worker and fetches what it needs, so that the first analysis need not wait. */
  async warm() {
    await (this.#backend ??= this.#start());
  }

  /**
   * @param {string} text
   * @param {Options} [options]
   * @param {unknown} [channel] who asks; calls of different channels do not disturb each other
   * @returns {Promise<SaysoDocument>}
   */
  analyse(text, options, channel) {
    return new Promise((resolve, reject) => {
      const job = { text, options, resolve, reject };
      const busy = this.#channels.get(channel);
      if (!busy) return void this.#run(channel, job);
      for (const old of [busy.now, busy.next]) old?.reject(failure("superseded", "a later text took its place"));
      busy.next = job;
    });
  }

  /** Ends the worker; a later call starts another. */
  close() {
    this.#worker?.terminate();
    this.#worker = this.#backend = undefined;
    for (const { now, next } of this.#channels.values()) {
      for (const job of [now, next]) job?.reject(failure("closed", "the analyser was closed"));
    }
    this.#channels.clear();
  }

  /**
   * @param {unknown} channel
   * @param {Job} job
   */
  async #run(channel, job) {
    const state = { now: job, next: /** @type {Job | undefined} */ (undefined) };
    this.#channels.set(channel, state);
    try {
      const backend = await (this.#backend ??= this.#start());
      job.resolve(await backend(job.text, job.options));
    } catch (error) {
      job.reject(error);
    }
    if (this.#channels.get(channel) !== state) return;
    this.#channels.delete(channel);
    if (state.next) this.#run(channel, state.next);
  }

  /** @returns {Promise<Backend>} */
  async #start() {
    try {
      const backend = await this.#startWorker();
      this.where = "worker";
      return backend;
    } catch {
      try {
        const { analyse, load } = await import("./engine.js");
        await load();
        this.where = "main";
        return analyse;
      } catch (error) {
        this.#backend = undefined;
        throw error;
      }
    }
  }

  /** @returns {Promise<Backend>} */
  #startWorker() {
    return new Promise((started, failed) => {
      const worker = new Worker(workerAddress(), { type: "module", name: "sayso" });
      this.#worker = worker;
      /** @type {Map<number, Pick<Job, "resolve" | "reject">>} */
      const waiting = new Map();
      let last = 0;
      /** @param {string} code @param {string} message */
      const fail = (code, message) => {
        worker.terminate();
        if (this.#worker === worker) this.#worker = this.#backend = undefined;
        failed(failure(code, message));
        for (const { reject } of waiting.values()) reject(failure(code, message));
        waiting.clear();
      };
      worker.onerror = (event) => {
        event.preventDefault();
        fail("worker", event.message || "the worker could not start");
      };
      worker.onmessageerror = () => fail("worker", "the worker sent something unreadable");
      worker.onmessage = ({ data }) => {
        if (data.ready) {
          return started((text, options) => {
            const id = ++last;
            return new Promise((resolve, reject) => {
              waiting.set(id, { resolve, reject });
              worker.postMessage({ id, text, options });
            });
          });
        }
        const { id, document, error } = data;
        if (id === undefined || error?.code === "crash") return fail(error.code, error.message);
        const one = waiting.get(id);
        waiting.delete(id);
        if (error) one?.reject(failure(error.code, error.message));
        else one?.resolve(document);
      };
    });
  }
}
