package dev.mekiki.load.http;

import dev.mekiki.domain.LoadRequest.Result;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A connection, kept for one request after the other. Runs on its lane's thread alone. */
@SuppressWarnings("FutureReturnValueIgnored") // what a write or a close comes to is seen in channelInactive and
                                              // exceptionCaught
final class Connection extends ChannelInboundHandlerAdapter {
    private static final int LONGEST_ERROR = 16 << 10;
    private static final int LONGEST_WHOLE = 64 << 20;
    private static final long RESTED_NANOS = 1_000_000_000;

    /** Whose connection it is. */
    interface Owner {
        /** The monotonic clock. */
        long nanos();

        /** A request's bytes. */
        ByteBuf request(ByteBufAllocator allocator, byte[] body);

        void idle(Connection connection);

        void gone(Connection connection);

        void ended(Exchange exchange);

        /** Tries once more, with another connection. */
        void again(Exchange exchange);
    }

    /** How the body is to be read. */
    private enum Kind {
        EVENTS, WHOLE, ERROR
    }

    private final Owner owner;
    private final EventReader reader;
    private final EventSplitter splitter;
    private ThinkingMarks marks = new ThinkingMarks();
    private @Nullable Channel channel;
    private @Nullable Exchange exchange;
    private Kind kind = Kind.EVENTS;
    private byte[] body = new byte[0];
    private int bodyLength;
    private boolean keep;
    private boolean done;
    /** Whether it had been idle for so long that the server may have had enough of it. */
    private boolean rested;
    private long idleSince;
    /** When the bytes at hand were read. */
    private long stamp;

    Connection(Owner owner, EventReader reader) {
        this.owner = owner;
        this.reader = reader;
        this.splitter = new EventSplitter(this::event);
    }

    /** First in the pipeline: stamps bytes before anything looks at them. */
    ChannelInboundHandlerAdapter stamping() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                stamp = owner.nanos();
                context.fireChannelRead(message);
            }
        };
    }

    @Nullable
    Exchange exchange() {
        return exchange;
    }

    void opened(Channel open) {
        channel = open;
    }

    /** Sends a request; the connection is idle. */
    void send(Exchange next) {
        Channel open = channel;
        if (open == null) {
            throw new IllegalStateException("the connection is not open");
        }
        exchange = next;
        kind = Kind.EVENTS;
        bodyLength = 0;
        done = false;
        keep = true;
        marks = new ThinkingMarks();
        ByteBuf bytes = owner.request(open.alloc(), next.body());
        long now = owner.nanos();
        rested = idleSince != 0 && now - idleSince > RESTED_NANOS;
        if (next.sent == 0) {
            next.sent = now;
        }
        open.writeAndFlush(bytes, open.voidPromise());
    }

    /** Closes an idle connection. */
    void shut() {
        Channel open = channel;
        if (open != null) {
            open.close();
        }
    }

    /** Gives the request up: the server sees its connection close. */
    void abandon(Result result, String why) {
        Exchange given = exchange;
        if (given != null) {
            given.failed(result, why);
            end(owner.nanos(), false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            Exchange now = exchange;
            if (now == null) {
                // nothing was asked
                context.close();
                return;
            }
            HttpObject object = (HttpObject) message;
            if (object.decoderResult().isFailure()) {
                now.failed(Result.GARBAGE, "no HTTP: " + words(object.decoderResult().cause()));
                end(stamp, false);
                return;
            }
            if (object instanceof HttpResponse response) {
                begin(now, response);
            }
            if (exchange != null && object instanceof HttpContent content) {
                content(now, content.content());
                if (exchange != null && object instanceof LastHttpContent) {
                    complete(now);
                }
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(Exchange now, HttpResponse response) {
        now.headers = stamp;
        now.status = response.status().code();
        keep = HttpUtil.isKeepAlive(response);
        String type = String.valueOf(response.headers().get(HttpHeaderNames.CONTENT_TYPE)).toLowerCase(Locale.ROOT);
        String encoding = response.headers().get(HttpHeaderNames.CONTENT_ENCODING, "identity");
        if (now.status / 100 != 2) {
            kind = Kind.ERROR;
            if (now.status / 100 == 3) {
                now.failed(Result.HTTP_ERROR, "status " + now.status + ": the server redirects, which is not followed");
            }
        } else if (!encoding.equalsIgnoreCase("identity")) {
            now.failed(Result.GARBAGE, "the server answers compressed, which it was not asked to");
        } else if (type.startsWith("text/event-stream")) {
            kind = Kind.EVENTS;
        } else if (type.startsWith("application/json")) {
            kind = Kind.WHOLE;
        } else {
            now.failed(Result.GARBAGE, "neither events nor JSON: content type " + shown(type));
        }
        if (now.result != Result.OK) {
            end(stamp, false);
        }
    }

    private void content(Exchange now, ByteBuf bytes) {
        if (kind == Kind.EVENTS) {
            try {
                splitter.feed(bytes);
            } catch (EventSplitter.TooLong e) {
                now.failed(Result.GARBAGE, String.valueOf(e.getMessage()));
            }
            if (now.result != Result.OK) {
                end(stamp, false);
            }
            return;
        }
        int most = kind == Kind.WHOLE ? LONGEST_WHOLE : LONGEST_ERROR;
        int length = Math.min(bytes.readableBytes(), most - bodyLength);
        if (length < bytes.readableBytes()) {
            now.failed(kind == Kind.WHOLE ? Result.GARBAGE : Result.HTTP_ERROR,
                    kind == Kind.WHOLE ? "the answer is too long" : "status " + now.status);
            end(stamp, false);
            return;
        }
        if (body.length < bodyLength + length) {
            body = java.util.Arrays.copyOf(body, Math.max(bodyLength + length, Math.min(most, 2 * body.length)));
        }
        bytes.readBytes(body, bodyLength, length);
        bodyLength += length;
    }

    private void event(byte[] bytes, int from, int to, boolean error) {
        Exchange now = exchange;
        if (now == null || now.result != Result.OK) {
            return;
        }
        reader.read(bytes, from, to, error);
        if (reader.done) {
            done = true;
        } else if (reader.malformed && !reader.failed) {
            now.failed(Result.GARBAGE, "an event is no JSON");
        } else if (reader.failed) {
            now.failed(Result.IN_BAND_ERROR, "an error within the answer: " + reader.message);
        } else if (now.chunks >= Exchange.MOST_CHUNKS) {
            now.failed(Result.GARBAGE, "the stream has no end: more than " + Exchange.MOST_CHUNKS + " events");
        } else {
            now.event(reader, bytes, marks, stamp);
        }
    }

    private void complete(Exchange now) {
        switch (kind) {
            case EVENTS -> judge(now, !now.finish.isEmpty() || done);
            case WHOLE -> {
                reader.read(body, 0, bodyLength, false);
                if (reader.malformed) {
                    now.failed(Result.GARBAGE, "the answer is no JSON");
                } else if (reader.failed) {
                    now.failed(Result.IN_BAND_ERROR, "an error within the answer: " + reader.message);
                } else {
                    now.whole(reader, body);
                    judge(now, true);
                }
            }
            case ERROR -> {
                reader.read(body, 0, bodyLength, true);
                now.failed(Result.HTTP_ERROR, "status " + now.status + ": " + shown(reader.message));
            }
        }
        end(stamp, keep);
    }

    private static void judge(Exchange now, boolean whole) {
        if (!whole) {
            now.failed(Result.TRUNCATED, "the stream ended without a reason");
        } else if (now.chunks == 0 && now.completionTokens <= 0) {
            now.failed(Result.EMPTY, "the answer is empty");
        }
    }

    private void end(long at, boolean reusable) {
        Exchange ended = exchange;
        Channel open = channel;
        exchange = null;
        idleSince = at;
        if (ended == null || open == null) {
            return;
        }
        ended.end = at;
        if (body.length > LONGEST_ERROR) {
            body = new byte[0];
        }
        if (reusable && open.isActive()) {
            owner.idle(this);
        } else {
            owner.gone(this);
            open.close();
        }
        owner.ended(ended);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        broken("the connection was closed");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof VirtualMachineError error) {
            throw error;
        }
        broken("the connection broke: " + words(cause));
        context.close();
    }

    private void broken(String why) {
        Exchange now = exchange;
        owner.gone(this);
        if (now == null) {
            return;
        }
        if (now.headers == 0 && rested && !now.retried) {
            // a kept connection whose time was over at the server at this very moment: a new one decides
            now.retried = true;
            exchange = null;
            owner.again(now);
            return;
        }
        now.failed(now.headers != 0 && kind == Kind.EVENTS ? Result.TRUNCATED : Result.BROKEN,
                now.headers == 0 ? why + " before an answer" : why + " within the answer");
        end(owner.nanos(), false);
    }

    static String words(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && !message.isBlank()) {
                return shown(message);
            }
        }
        return thrown == null ? "unknown" : thrown.getClass().getSimpleName();
    }

    private static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ").strip();
        return new String(line.substring(0, Math.min(line.length(), 300)).getBytes(StandardCharsets.UTF_8),
                StandardCharsets.UTF_8);
    }
}
