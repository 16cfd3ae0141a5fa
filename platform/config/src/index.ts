export { blockedPort, loadConfig, rememberSettings, type Config, type Loaded, type Secrets } from './config.ts';
export { Addresses, Hosts, Port, PublicUrl } from './service-settings.ts';
