package dev.mekiki.load.http;

import dev.mekiki.domain.LoadRequest.Result;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.NoopAddressResolverGroup;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread's requests and connections. Everything here runs on that thread; nothing is shared with other lanes.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the tick runs as long as its thread
public final class Lane implements Connection.Owner {
    private static final int CONNECT_MS = 10_000;
    /** More would overrun a server's queue of connections to accept, and wait a second for the next try. */
    private static final int CONNECTING = 100;
    private static final long TICK_MS = 5;
    private static final byte[] BLANK_LINE = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final EventLoop loop;
    private final Destination destination;
    private final byte[] head;
    private final Consumer<Exchange> ended;
    private final Bootstrap bootstrap;
    private final EventReader reader = new EventReader();
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final List<Connection> open = new ArrayList<>();
    private final Deque<Exchange> waiting = new ArrayDeque<>();
    private boolean keeps = true;
    private int connecting;
    private int spare;
    private int running;
    private int refused;
    private @Nullable Runnable ready;

    /** @param ended told of each request that ended, on the lane's thread */
    public Lane(EventLoop loop, Sockets sockets, Destination destination, Consumer<Exchange> ended) {
        this.loop = loop;
        this.destination = destination;
        this.head = destination.head().getBytes(StandardCharsets.ISO_8859_1);
        this.ended = ended;
        this.bootstrap = new Bootstrap().group(loop).channel(sockets.client())
                .option(ChannelOption.TCP_NODELAY, true).option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS);
        if (destination.tunnel().isPresent()) {
            bootstrap.resolver(NoopAddressResolverGroup.INSTANCE); // the server's name is the proxy's to look up
        }
        loop.scheduleAtFixedRate(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }

    public EventLoop loop() {
        return loop;
    }

    /** Requests sent or waiting for a connection. */
    public int running() {
        return running;
    }

    /** Opens connections ahead of requests; {@code then} runs when all are open or refused. */
    public void prepare(int connections, Runnable then) {
        spare = connections;
        ready = then;
        connect();
        prepared();
    }

    /** Sends a request as soon as there is a connection. */
    public void send(Exchange exchange) {
        running++;
        exchange.sent = 0;
        Connection connection = idle.pollLast();
        if (connection != null) {
            connection.send(exchange);
        } else {
            waiting.add(exchange);
            connect();
        }
    }

    /** Closes everything; requests under way are given up. */
    public void close() {
        List.copyOf(open).forEach(connection -> {
            connection.abandon(Result.CANCELLED, "the run was ended");
        });
        List.copyOf(waiting).forEach(exchange -> unsent(exchange, Result.CANCELLED, "the run was ended"));
        idle.forEach(Connection::shut);
        idle.clear();
    }

    private void connect() {
        while (connecting < CONNECTING && connecting < waiting.size() + spare) {
            connecting++;
            if (spare > 0) {
                spare--;
            }
            Connection connection = new Connection(this, reader);
            bootstrap.clone().handler(pipeline(connection)).connect(destination.address())
                    .addListener((ChannelFuture future) -> connected(future, connection));
        }
    }

    private ChannelInitializer<Channel> pipeline(Connection connection) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(connection.stamping());
                destination.tunnel().ifPresent(proxy -> {
                    HttpProxyHandler tunnel = new HttpProxyHandler(proxy);
                    tunnel.setConnectTimeoutMillis(CONNECT_MS);
                    channel.pipeline().addLast(tunnel);
                });
                destination.tls().ifPresent(context -> {
                    SslHandler tls = context.newHandler(channel.alloc(), destination.host(), destination.port());
                    tls.setHandshakeTimeoutMillis(CONNECT_MS);
                    channel.pipeline().addLast(tls);
                });
                channel.pipeline().addLast(new HttpResponseDecoder(new HttpDecoderConfig().setMaxInitialLineLength(4096)
                        .setMaxHeaderSize(64 << 10).setMaxChunkSize(1 << 20)), connection);
            }
        };
    }

    private void connected(ChannelFuture future, Connection connection) {
        if (!future.isSuccess()) {
            connecting--;
            refused(destination.unreachable(future.cause()));
            return;
        }
        HttpProxyHandler tunnel = future.channel().pipeline().get(HttpProxyHandler.class);
        if (tunnel == null) {
            secured(future, connection);
            return;
        }
        tunnel.connectFuture().addListener(through -> {
            if (through.isSuccess()) {
                secured(future, connection);
            } else {
                connecting--;
                refused(destination.untunnelled(through.cause()));
            }
        });
    }

    private void secured(ChannelFuture future, Connection connection) {
        SslHandler tls = future.channel().pipeline().get(SslHandler.class);
        if (tls == null) {
            connecting--;
            usable(future.channel(), connection);
            return;
        }
        tls.handshakeFuture().addListener(handshake -> {
            connecting--;
            if (handshake.isSuccess()) {
                usable(future.channel(), connection);
            } else {
                refused(destination.unsafe(handshake.cause()));
            }
        });
    }

    private void usable(Channel channel, Connection connection) {
        connection.opened(channel);
        open.add(connection);
        Exchange next = waiting.poll();
        if (next != null) {
            connection.send(next);
        } else {
            idle.addLast(connection);
        }
        connect();
        prepared();
    }

    private void refused(String why) {
        refused++;
        Exchange next = waiting.poll();
        if (next != null) {
            unsent(next, Result.BROKEN, why);
        }
        connect();
        prepared();
    }

    private void prepared() {
        Runnable then = ready;
        if (then != null && spare == 0 && connecting == 0) {
            ready = null;
            then.run();
        }
    }

    private void unsent(Exchange exchange, Result result, String why) {
        waiting.remove(exchange);
        exchange.failed(result, why);
        exchange.end = System.nanoTime();
        ended(exchange);
    }

    @Override
    public void idle(Connection connection) {
        Exchange next = waiting.poll();
        if (next != null) {
            connection.send(next);
        } else {
            idle.addLast(connection);
        }
    }

    @Override
    public boolean keeps() {
        return keeps;
    }

    @Override
    public void closes() {
        keeps = false;
        List.copyOf(idle).stream().filter(Connection::used).forEach(connection -> {
            idle.remove(connection);
            connection.shut();
        });
    }

    @Override
    public void gone(Connection connection) {
        open.remove(connection);
        idle.remove(connection);
    }

    @Override
    public void again(Exchange exchange) {
        waiting.addFirst(exchange);
        connect();
    }

    @Override
    public void ended(Exchange exchange) {
        running--;
        ended.accept(exchange);
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    /** Ends what is over its time. Moments within a tick are alike: deadlines are seconds. */
    private void tick() {
        long now = System.nanoTime();
        for (int i = open.size() - 1; i >= 0; i--) {
            Exchange exchange = i < open.size() ? open.get(i).exchange() : null;
            if (exchange != null) {
                Connection connection = open.get(i);
                if (now - exchange.sent >= exchange.deadlineAfter) {
                    connection.abandon(Result.TIMEOUT,
                            "the deadline of " + exchange.deadlineAfter / 1_000_000 + " ms passed");
                } else if (exchange.cancelAfter > 0 && now - exchange.sent >= exchange.cancelAfter) {
                    connection.abandon(Result.CANCELLED, "");
                }
            }
        }
        for (Exchange late = waiting.peek(); late != null
                && now - late.intended() >= late.deadlineAfter; late = waiting.peek()) {
            unsent(late, Result.TIMEOUT, "no connection within the deadline");
        }
    }

    @Override
    public ByteBuf request(ByteBufAllocator allocator, byte[] body) {
        byte[] length = Integer.toString(body.length).getBytes(StandardCharsets.US_ASCII);
        return allocator.ioBuffer(head.length + length.length + BLANK_LINE.length + body.length).writeBytes(head)
                .writeBytes(length).writeBytes(BLANK_LINE).writeBytes(body);
    }

    /** Connections that could not be opened. */
    public int refused() {
        return refused;
    }
}
