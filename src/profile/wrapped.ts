/**
 * The profile in an answer of Parca's query API over HTTP: a JSON object whose `pprof`
 * is profile.proto with gzip, in base64. undefined for any other text.
 *
 * Source: Parca's query.proto, `QueryResponse.pprof`, and protobuf's mapping of bytes to JSON.
 */
export function profileInJson(bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  try {
    const {pprof} = JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(bytes)) as {pprof?: unknown};
    if (typeof pprof !== 'string' || pprof === '') return undefined;
    return Uint8Array.from(atob(pprof.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}
