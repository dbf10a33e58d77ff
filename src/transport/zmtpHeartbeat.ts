/**
 * ZeroMQ's own heartbeat, for connections between machines: it notices a host that vanished without
 * closing its connections. libzmq answers it from its own thread, whatever the program is doing.
 */
export const ZMTP_HEARTBEAT = { heartbeatInterval: 5000, heartbeatTimeout: 30_000 } as const;
