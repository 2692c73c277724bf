/** Rejects when a promise takes too long. */
export function within<T>(millis: number, promise: Promise<T>, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`${what} took longer than ${millis} ms`)),
      millis,
    );
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
