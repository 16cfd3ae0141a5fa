export { loadConfig, portsOf, type Config, type Loaded, type Ports, type Secrets } from './config.ts';
