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
import org.jspecify.annotations.Nullable;

/** The worker's side: each request has a thread of its own, which a cancellation interrupts. One model at a time, and none may be in use while another is opened. */
final class Server {
    private final DataOutputStream out;
    private final OutputStream err;
    private final Map<Long, Thread> running = new ConcurrentHashMap<>();
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
                    Thread late = running.get(frame.conversation());
                    if (late != null) {
                        late.interrupt();
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
        Thread thread = Thread.ofPlatform().daemon()
                .unstarted(() -> answer(request, frame.conversation(), deadline));
        running.put(frame.conversation(), thread);
        thread.start();
    }

    private void answer(Request<?> request, long conversation, Deadline deadline) {
        Frame reply;
        try {
            reply = new Frame(Frame.REPLY, conversation, Bodies.answer(answered(request, conversation, deadline)));
        } catch (EngineException | LlamaException e) {
            reply = new Frame(Frame.ERROR, conversation, Bodies.text(String.valueOf(e.getMessage())));
        } catch (RuntimeException | OutOfMemoryError e) {
            reply = new Frame(Frame.ERROR, conversation, Bodies.text("the worker broke: " + e));
        }
        running.remove(conversation);
        send(reply);
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
