/** What a person should know who opens the file. */
export const EXPORT_HEADING = `Applied with: countersign apply -f <this file>
Secrets are not in it: each \${env:NAME} is a variable to set before a credential has to be set (again);
\${file:path} reads it from a file. Names of tools are exact, byte for byte.
Check and complete it in an editor by: countersign schema > countersign.schema.json`;
