/**
 * Numbers for JSON values: equal values (whatever the order of their members) have the same one. Each value is looked at once,
 * so that two large documents can be compared at every depth in linear time.
 */
export class JsonIdentities {
  private readonly numbers = new Map<string, number>();
  private readonly known = new Map<object, number>();

  of(value: unknown): number {
    if (typeof value !== 'object' || value === null) return this.numberOf(JSON.stringify(value));
    const known = this.known.get(value);
    if (known !== undefined) return known;
    const identity = this.numberOf(Array.isArray(value) ? this.shapeOfArray(value) : this.shapeOfObject(value));
    this.known.set(value, identity);
    return identity;
  }

  /** No shape of a list or an object is the text of a scalar, or of the other kind. */
  private shapeOfArray(items: readonly unknown[]): string {
    return `[${items.map((item) => this.of(item)).join(',')}]`;
  }

  private shapeOfObject(object: object): string {
    const members = Object.entries(object).sort(([one], [other]) => (one < other ? -1 : 1));
    return `{${members.map(([key, value]) => `${JSON.stringify(key)}:${this.of(value)}`).join(',')}}`;
  }

  private numberOf(shape: string): number {
    const number = this.numbers.get(shape) ?? this.numbers.size;
    this.numbers.set(shape, number);
    return number;
  }
}

/** Whether two JSON values have the same canonical form. Quicker than their identities, for values that are compared once. */
export function areJsonEqual(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [members, others] = [Object.entries(one), new Map(Object.entries(other))];
  return (
    members.length === others.size &&
    members.every(([key, value]) => others.has(key) && areJsonEqual(value, others.get(key)))
  );
}
