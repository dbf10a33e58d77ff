/** A promise that is settled from outside. */
export class Deferred<Value> {
  readonly promise: Promise<Value>;
  private settle!: { resolve: (value: Value) => void; reject: (error: Error) => void };

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
    });
    // Whoever awaits it sees a rejection; that nobody awaits it yet is no error.
    this.promise.catch(() => undefined);
  }

  resolve(value: Value): void {
    this.settle.resolve(value);
  }

  reject(error: Error): void {
    this.settle.reject(error);
  }
}
