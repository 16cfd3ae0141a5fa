export { blockedPort, configLoader, rememberSettings, type Section } from './config.ts';
export { Addresses, DoorSettings, Port, PublicUrl } from './service-settings.ts';
