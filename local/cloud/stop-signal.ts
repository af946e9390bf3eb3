/**
 * Aborts when this process is asked to end: by a signal, or because the program that started it in the foreground is
 * gone (a closed terminal, a killed npm). Asked again, it goes on ending as before.
 */
export function stopSignal(inBackground: boolean): AbortSignal {
  const stopping = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stopping.abort());
  if (inBackground) return stopping.signal;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stopping.abort();
  }, 500).unref();
  return stopping.signal;
}
