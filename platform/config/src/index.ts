export { blockedPort, loadConfig, portsOf, rememberSettings, type Config, type Loaded, type Ports, type Secrets } from './config.ts';
export { Addresses, Hosts, Port, PublicUrl } from './service-settings.ts';
