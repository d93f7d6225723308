/** The metadata behind `@Type`; the package exports no public way to read it. */
declare module 'class-transformer/cjs/storage.js' {
  type Constructor = new () => object;
  interface TypeMetadata {
    readonly typeFunction: (context: { newObject: unknown; object: object; property: string }) => Constructor;
    readonly options: {
      readonly discriminator?: {
        readonly property: string;
        readonly subTypes: readonly { readonly name: string; readonly value: Constructor }[];
      };
    };
  }
  const storage: {
    readonly defaultMetadataStorage: {
      findTypeMetadata(target: Constructor, property: string): TypeMetadata | undefined;
    };
  };
  export = storage;
}
