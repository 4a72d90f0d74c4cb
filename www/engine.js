/*
 * The WebAssembly half: fetches the module once and makes documents of texts. Runs in the worker, or on the main thread.
 * In: strings and options. Out: documents, or errors with a `code` (`fetch`, `wasm-blocked`, `wasm`, `input`, `options`).
 */
import init, { Analyser } from "./pkg/sayso.js";

/** The directive that lets WebAssembly run under a Content-Security-Policy. */
export const DIRECTIVE = "script-src 'wasm-unsafe-eval'";

/**
 * An `Error` with a `code`, as everything here and in `analyser.js` throws it.
 * @param {string} code
 * @param {string} message
 * @param {unknown} [cause]
 */
export function failure(code, message, cause) {
  return Object.assign(new Error(message, { cause }), { code });
}

/** @type {Promise<{analyser: Analyser, memory: WebAssembly.Memory}> | undefined} */
let loading;

/**
 * Fetches and starts the module, once; after a failure the next call tries again.
 * @param {string | URL} [url]
 */
export function load(url = new URL("./pkg/sayso_bg.wasm", import.meta.url)) {
  loading ??= start(url).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** @param {string | URL} url */
async function start(url) {
  let response;
  try {
    response = await fetch(url);
  } catch (cause) {
    throw failure("fetch", `${url}: could not be fetched; is it there, and does connect-src allow it?`, cause);
  }
  const found = `the server answered ${response.status} (${response.headers.get("content-type") ?? "no content type"})`;
  if (!response.ok) throw failure("fetch", `${url}: ${found}`);
  try {
    const { memory } = await init({ module_or_path: response });
    return { analyser: new Analyser(), memory };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    if (/content security policy|unsafe-eval|\bcsp\b|blocked/i.test(message)) {
      throw failure("wasm-blocked", `this page's Content-Security-Policy blocks WebAssembly; add ${DIRECTIVE} to it`, cause);
    }
    throw failure("wasm", `${url}: ${found}, and it does not run as WebAssembly: ${message}`, cause);
  }
}

/**
 * @param {string} text
 * @param {Options} [options]
 * @returns {Promise<SaysoDocument>}
 */
export async function analyse(text, options) {
  return (await load()).analyser.analyse(text, options);
}
