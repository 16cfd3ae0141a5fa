import { z } from 'zod';

/** The one address people see, without a trailing slash; leads every link. */
export const PublicUrl = z.url({ protocol: /^https?$/ });

/** A port to listen on; 0 takes any free one. */
export const Port = z.number().int().min(0).max(65_535);

/** Addresses to listen on; loopback unless told otherwise. */
export const Addresses = z.array(z.string()).min(1).default(['127.0.0.1', '::1']);

/** Host names that a listener answers for (platform/http, createHttpApp). */
export const Hosts = z.array(z.string()).min(1).readonly();

/** Settings of every service with a listener of its own. */
export const DoorSettings = z.strictObject({ port: Port, addresses: Addresses, hosts: Hosts, publicUrl: PublicUrl });
