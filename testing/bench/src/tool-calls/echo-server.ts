import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

/**
 * The peer: what the SDK does at least. One tool, no authentication, no audit, no database. Prints its port as one line of
 * JSON and ends when its standard input closes, so it never outlives who started it.
 */
const handler = createMcpHandler(() => {
  const server = new McpServer({ name: 'echo', version: '1.0.0' });
  const schema = z.object({ text: z.string() });
  server.registerTool('echo', { description: 'Answers what it is told.', inputSchema: schema, outputSchema: schema }, ({ text }) => ({
    content: [{ type: 'text', text }],
    structuredContent: { text },
  }));
  return server;
});
const listener = toNodeHandler(handler);
const server = createServer((request, response) => void listener(request, response));
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`);
});
process.stdin.resume().once('end', () => {
  server.close();
  server.closeAllConnections();
});
