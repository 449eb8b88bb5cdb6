package dev.mekiki.load.mock;

import dev.mekiki.load.http.Sockets;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Plays a script to whoever asks, on this machine's loopback only. One thread does it all, so that answers come in the same order every time. */
@SuppressWarnings("FutureReturnValueIgnored") // closing is waited for where it matters
public final class MockServer implements AutoCloseable {
    private static final int LONGEST_REQUEST = 256 << 20;

    private final MultiThreadIoEventLoopGroup group;
    private final MockScript script;
    private final Deque<MockConnection> waiting = new ArrayDeque<>();
    private Channel channel;
    private long requests;
    private int busy;

    private MockServer(MockScript script, int port, Optional<SslContext> tls) throws IOException {
        Sockets sockets = Sockets.best();
        this.script = script;
        this.group = sockets.threads("mock", 1);
        try {
            this.channel = new ServerBootstrap().group(group).channel(sockets.server())
                    .option(ChannelOption.SO_BACKLOG, 4096).option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.TCP_NODELAY, true).childHandler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel connection) {
                            tls.ifPresent(context -> connection.pipeline()
                                    .addLast(context.newHandler(connection.alloc())));
                            connection.pipeline().addLast(
                                    new HttpRequestDecoder(
                                            new HttpDecoderConfig().setMaxHeaderSize(64 << 10)
                                                    .setMaxChunkSize(1 << 20)),
                                    new HttpObjectAggregator(LONGEST_REQUEST), new MockConnection(MockServer.this));
                        }
                    }).bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port)).syncUninterruptibly()
                    .channel();
        } catch (RuntimeException e) {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new IOException("can't listen on port " + port + ": " + e.getMessage(), e);
        }
    }

    /**
     * @param port 0 for any that is free
     * @throws IOException if the port is in use
     */
    public static MockServer start(MockScript script, int port) throws IOException {
        return new MockServer(script, port, Optional.empty());
    }

    /** The same behind TLS. */
    public static MockServer start(MockScript script, int port, SslContext tls) throws IOException {
        return new MockServer(script, port, Optional.of(tls));
    }

    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** Up to {@code /v1}. */
    public String url() {
        return "http://127.0.0.1:" + port() + "/v1";
    }

    MockScript script() {
        return script;
    }

    /** The next request's number. Called by the one thread. */
    long request() {
        return requests++;
    }

    /** Begins an answer now, or when another ends. Called by the one thread. */
    void turn(MockConnection connection) {
        if (script.concurrent().isPresent() && busy >= script.concurrent().getAsInt()) {
            waiting.add(connection);
        } else {
            busy++;
            connection.play();
        }
    }

    /** An answer ended, or its reader is gone. */
    void ended(MockConnection connection, boolean playing) {
        if (!playing) {
            waiting.remove(connection);
            return;
        }
        busy--;
        MockConnection next = waiting.poll();
        if (next != null) {
            busy++;
            next.play();
        }
    }

    /** Waits until it is closed. */
    public void await() throws InterruptedException {
        channel.closeFuture().sync();
    }

    @Override
    public void close() {
        channel.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
