/*
 * The worker: one request, one answer, whatever happens.
 * In: `{id, text, options}`. Out: first `{ready: true}` or `{error}`, then `{id, document}` or `{id, error: {code, message}}`.
 */
import { analyse, load } from "./engine.js";

/** @param {unknown} cause */
function plain(cause) {
  const error = /** @type {Partial<Error & {code: string}>} */ (cause ?? {});
  const crash = cause instanceof WebAssembly.RuntimeError;
  return { code: error.code ?? (crash ? "crash" : "worker"), message: error.message ?? String(cause) };
}

self.onmessage = async ({ data }) => {
  try {
    self.postMessage({ id: data.id, document: await analyse(data.text, data.options) });
  } catch (error) {
    self.postMessage({ id: data?.id, error: plain(error) });
  }
};

load().then(
  () => self.postMessage({ ready: true }),
  (error) => self.postMessage({ error: plain(error) }),
);
