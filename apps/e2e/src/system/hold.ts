export interface Hold {
  /** Somebody waits at the gate. */
  readonly reached: Promise<void>;
  readonly release: () => void;
}

/** Puts a gate where `install` says: whoever comes to it waits until it is released. */
export function hold(install: (gate: () => Promise<void>) => void): Hold {
  let release = (): void => undefined;
  let arrive = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const reached = new Promise<void>((resolve) => (arrive = resolve));
  install(() => {
    arrive();
    return released;
  });
  return { reached, release };
}
