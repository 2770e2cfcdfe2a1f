import net from "node:net";
import tls from "node:tls";
import type { ISocketFactory } from "kafkajs";

const KEEP_ALIVE_MS = 60_000;

/** Opens the sockets to brokers. */
export const openSocket: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const socket = ssl
    ? tls.connect({ host, port, ...(net.isIP(host) ? {} : { servername: host }), ...ssl }, onConnect)
    : net.connect({ host, port }, onConnect);
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
  // While a broker is away kafkajs lets go of the same dead socket again and again, each time with one more listener.
  socket.setMaxListeners(0);
  return socket;
};
