package dev.mekiki.load.mock;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** One client of the built-in server. */
@SuppressWarnings("FutureReturnValueIgnored") // a client that goes away is seen in channelInactive
final class MockConnection extends SimpleChannelInboundHandler<FullHttpRequest> {
    /** What is due within this time is sent at once: a timer is no finer. */
    private static final long DUE_NANOS = 20_000;
    private static final int BATCH = 1 << 16;

    private final MockServer server;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Play play;
    private Play.@Nullable Step ahead;
    private boolean playing;
    private boolean waiting;
    private boolean scheduled;
    private long start;

    MockConnection(MockServer server) {
        this.server = server;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext given, FullHttpRequest request) {
        context = given;
        String path = request.uri().replaceAll("\\?.*$", "");
        if (request.decoderResult().isFailure()) {
            answer(given, "400 Bad Request", "{\"error\":{\"message\":\"no HTTP\"}}");
            return;
        }
        if (path.endsWith("/models")) {
            answer(given, "200 OK", "{\"object\":\"list\",\"data\":[{\"id\":\"" + server.script().model()
                    + "\",\"object\":\"model\"}]}");
            return;
        }
        boolean chat = path.endsWith("/chat/completions");
        if (!chat && !path.endsWith("/completions")) {
            answer(given, path.endsWith("/health") ? "200 OK" : "404 Not Found", "{}");
            return;
        }
        if (request.headers().contains(HttpHeaderNames.EXPECT)) {
            given.write(Unpooled.copiedBuffer("HTTP/1.1 100 Continue\r\n\r\n", StandardCharsets.US_ASCII));
        }
        MockRequest asked;
        try {
            asked = MockRequest.of(chat, ByteBufUtil.getBytes(request.content()));
        } catch (JacksonException _) {
            answer(given, "400 Bad Request", "{\"error\":{\"message\":\"the request is no JSON\"}}");
            return;
        }
        play = new Play(server.script(), asked, server.request());
        ahead = null;
        waiting = true;
        server.turn(this);
    }

    private static void answer(ChannelHandlerContext context, String status, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        context.writeAndFlush(Unpooled.wrappedBuffer(("HTTP/1.1 " + status
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII), body));
    }

    /** It is this answer's turn. */
    void play() {
        waiting = false;
        playing = true;
        start = System.nanoTime();
        proceed();
    }

    private void proceed() {
        ChannelHandlerContext to = context;
        Play now = play;
        if (to == null || now == null || !playing || scheduled) {
            return;
        }
        ByteBuf batch = to.alloc().ioBuffer(512);
        while (to.channel().isWritable() && batch.readableBytes() < BATCH) {
            Play.Step step = ahead == null ? now.next() : ahead;
            ahead = null;
            if (step == null) {
                to.writeAndFlush(batch);
                if (now.over()) {
                    end();
                }
                return;
            }
            long moment = System.nanoTime();
            long wait = step.dueNanos() - (moment - start);
            if (wait > DUE_NANOS) {
                ahead = step;
                scheduled = true;
                to.executor().schedule(() -> {
                    scheduled = false;
                    proceed();
                }, wait, TimeUnit.NANOSECONDS);
                to.writeAndFlush(batch);
                return;
            }
            if (step.stampAt() >= 0) {
                Play.stamp(step.bytes(), step.stampAt(), moment);
            }
            if (step.cut() > 0) {
                batch.writeBytes(step.bytes(), 0, step.cut());
                to.writeAndFlush(batch);
                batch = to.alloc().ioBuffer(512);
                batch.writeBytes(step.bytes(), step.cut(), step.bytes().length - step.cut());
            } else {
                batch.writeBytes(step.bytes());
            }
            if (step.close()) {
                to.writeAndFlush(batch).addListener(ChannelFutureListener.CLOSE);
                end();
                return;
            }
            if (now.over()) {
                to.writeAndFlush(batch);
                end();
                return;
            }
        }
        to.writeAndFlush(batch);
        if (to.channel().isWritable()) {
            to.executor().execute(this::proceed);
        }
    }

    private void end() {
        play = null;
        if (playing) {
            playing = false;
            server.ended(this, true);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext given) {
        if (given.channel().isWritable()) {
            given.executor().execute(this::proceed);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext given) {
        play = null;
        if (playing || waiting) {
            boolean was = playing;
            playing = waiting = false;
            server.ended(this, was);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext given, Throwable cause) {
        given.close();
    }
}
