// Packages that come without types, as far as tests use them.
declare module 'pbf/compile' {
  export function compile(schema: unknown): unknown;
}
declare module 'protocol-buffers-schema' {
  export default function parse(text: Uint8Array): unknown;
}
