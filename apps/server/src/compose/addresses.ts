const LOOPBACK = ['127.0.0.1', '::1'];
/** All addresses of a kind hold the loopback of that kind, which nothing can listen on besides. */
const ALL: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** What the doors that people come to listen on: loopback, and the address that was asked for; empty for none. */
export function addressesWith(listen: string): string[] {
  if (listen === '') return LOOPBACK;
  return [...LOOPBACK.filter((address) => address !== listen && address !== ALL[listen]), listen];
}
