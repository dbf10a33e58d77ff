/** Vite serves the file and gives its address. */
declare module '*.wasm?url' {
  const address: string;
  export default address;
}
