package dev.mekiki.engines.llamacpp.worker;

import dev.mekiki.engines.llamacpp.lib.Libllama;
import dev.mekiki.engines.llamacpp.lib.LlamaException;
import dev.mekiki.engines.llamacpp.lib.LlamaLog;
import dev.mekiki.engines.llamacpp.local.OpenedModel;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.GenerationListener;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The worker's side: each request has a thread, which a cancellation interrupts. One model at a time, and none may be in use while another is opened. */
final class Server {
    private final DataOutputStream out;
    private final OutputStream err;
    private final Map<Long, Run> running = new ConcurrentHashMap<>();
    /** Used again: a new thread costs the C library's allocator and the first pages of all that it touches, milliseconds for each request. */
    private final ExecutorService threads = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
    private volatile @Nullable OpenedModel model;

    /** @param err receives llama.cpp's complaints, for whoever asks why this process ended */
    Server(DataOutputStream out, OutputStream err) {
        this.out = out;
        this.err = err;
    }

    /** Answers until the input ends. */
    void run(DataInputStream in) {
        try {
            new Frame(Frame.HELLO, Frame.VERSION, new byte[0]).write(out);
            while (true) {
                Frame frame = Frame.read(in);
                if (frame.kind() == Frame.CANCEL) {
                    Run late = running.get(frame.conversation());
                    if (late != null) {
                        late.cancel();
                    }
                } else {
                    begin(frame);
                }
            }
        } catch (IOException e) {
            // the other side is gone, or talks another language
        }
    }

    private void begin(Frame frame) throws IOException {
        Request<?> request = Bodies.request(frame.body());
        Deadline deadline = Deadline.after(Duration.ofNanos(request.nanoseconds()));
        Run run = new Run();
        running.put(frame.conversation(), run);
        threads.execute(() -> {
            run.begin();
            Frame reply;
            try {
                reply = answer(request, frame.conversation(), deadline);
            } finally {
                running.remove(frame.conversation());
                run.end();
            }
            send(reply);
        });
    }

    /** A request on a thread that others use before and after it, so that a cancellation that comes late must not meet those. */
    private static final class Run {
        private @Nullable Thread thread;
        private boolean cancelled;

        synchronized void begin() {
            thread = Thread.currentThread();
            if (cancelled) {
                thread.interrupt();
            }
        }

        synchronized void cancel() {
            cancelled = true;
            if (thread != null) {
                thread.interrupt();
            }
        }

        synchronized void end() {
            thread = null;
            Thread.interrupted();
        }
    }

    private Frame answer(Request<?> request, long conversation, Deadline deadline) {
        try {
            return new Frame(Frame.REPLY, conversation, Bodies.answer(answered(request, conversation, deadline)));
        } catch (EngineException | LlamaException e) {
            return new Frame(Frame.ERROR, conversation, Bodies.text(String.valueOf(e.getMessage())));
        } catch (RuntimeException | OutOfMemoryError e) {
            return new Frame(Frame.ERROR, conversation, Bodies.text("the worker broke: " + e));
        }
    }

    private Object answered(Request<?> request, long conversation, Deadline deadline)
            throws EngineException, LlamaException {
        return switch (request) {
            case Request.Library library -> build(library);
            case Request.Open open -> open(open);
            case Request.Encode encode -> opened().tokenizer().encode(encode.text(), encode.special());
            case Request.Decode decode -> opened().tokenizer().decode(Request.ids(decode.ids()));
            case Request.Tokens tokens -> opened().tokenizer().tokens(Request.ids(tokens.ids()));
            case Request.Score score -> opened().scorer().counted(score.context(), score.continuations(), deadline);
            case Request.Rolling rolling -> opened().scorer().rolling(rolling.text(), deadline);
            case Request.ScoreIds score -> opened().scorer().score(Request.ids(score.ids()));
            case Request.Distribution asked -> opened().distribution(Request.ids(asked.ids()));
            case Request.Format asked -> {
                opened().check(asked.format());
                yield true;
            }
            case Request.Generate asked -> {
                Pieces pieces = new Pieces(chunk -> send(new Frame(Frame.CHUNK, conversation, chunk.body())));
                try {
                    yield opened().decoder().generate(asked.prompt(), asked.settings(), asked.seed(), deadline,
                            asked.chunks() ? pieces : GenerationListener.NONE);
                } finally {
                    pieces.flush();
                }
            }
            case Request.Choose asked -> opened().decoder().choose(asked.prompt(), asked.options(), asked.settings(),
                    asked.seed(), deadline);
        };
    }

    private Request.Build build(Request.Library asked) throws LlamaException {
        Libllama library = Libllama.open(Path.of(asked.folder()));
        return new Request.Build(library.version(), String.valueOf(library.folder().llama().getFileName()),
                library.devices(), library.silent());
    }

    private synchronized Object open(Request.Open asked) throws EngineException, LlamaException {
        OpenedModel before = model;
        if (before != null) {
            model = null;
            before.close();
        }
        LlamaLog log = Libllama.open(Path.of(asked.settings().library())).log();
        log.listen(line -> {
            if (line.level() == LlamaLog.Level.ERROR) {
                complain(line.text());
            }
        });
        OpenedModel opened = OpenedModel.of(asked.settings());
        model = opened;
        return opened.facts();
    }

    private OpenedModel opened() throws EngineException {
        OpenedModel open = model;
        if (open == null) {
            throw new EngineException("this worker has no model");
        }
        return open;
    }

    private void complain(String line) {
        try {
            err.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // nobody listens any more
        }
    }

    private void send(Frame frame) {
        try {
            frame.write(out);
        } catch (IOException e) {
            complain("the answer could not be sent: " + e.getMessage());
        }
    }
}
