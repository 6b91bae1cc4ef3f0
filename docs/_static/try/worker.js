// The library on Python in a worker, so that the page stays lively. Everything comes from beside this file.
import { loadPyodide } from "./pyodide/pyodide.mjs";

const here = (path) => new URL(path, import.meta.url);
const fetched = async (path) => {
  const found = await fetch(here(path));
  if (!found.ok) throw new Error(`${path}: ${found.status}`);
  return found;
};

async function loaded() {
  const python = await loadPyodide({ indexURL: here("pyodide/").href });
  const wheels = await (await fetched("wheels.json")).json();
  for (const wheel of wheels) {
    python.unpackArchive(await (await fetched(`wheels/${wheel}`)).arrayBuffer(), "wheel");
  }
  python.runPython(await (await fetched("answer.py")).text());
  return python.globals.get("answer");
}

const ready = loaded();
ready.then(() => postMessage({ ready: true }), (failure) => postMessage({ failed: String(failure) }));

onmessage = async ({ data: { number, question, given } }) => {
  const answer = await ready;
  try {
    postMessage({ number, answer: JSON.parse(answer(question, given)) });
  } catch (failure) {
    postMessage({ number, answer: { problem: String(failure) } });
  }
};
