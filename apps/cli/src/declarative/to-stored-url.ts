/** An address as the API keeps it, so that two spellings of one are no difference. What is no URL is the API's to refuse. */
export function toStoredUrl(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  url.hash = '';
  return url.href;
}
