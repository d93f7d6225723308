/** The headers with the access token: it wins over a static `Authorization`, in whatever spelling. */
export function withBearer(headers: Readonly<Record<string, string>>, accessToken: string): Record<string, string> {
  const others = Object.entries(headers).filter(([name]) => !isAuthorization(name));
  return { ...Object.fromEntries(others), Authorization: `Bearer ${accessToken}` };
}

export function isAuthorization(headerName: string): boolean {
  return headerName.toLowerCase() === 'authorization';
}
