/** All fields but these. */
export function withoutFields<T extends object, K extends keyof T>(value: T, ...names: readonly K[]): Omit<T, K> {
  const left = Object.entries(value).filter(([name]) => !names.some((one) => one === name));
  return Object.fromEntries(left) as Omit<T, K>;
}
