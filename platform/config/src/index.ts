export { loadConfig, portsOf, rememberSettings, type Config, type Loaded, type Ports, type Secrets } from './config.ts';
