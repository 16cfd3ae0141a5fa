export { blockedPort, configLoader, rememberSettings, type Section } from './config.ts';
export { Addresses, Hosts, Port, PublicUrl } from './service-settings.ts';
