package dev.mekiki.engines.llamacpp.worker;

import dev.mekiki.port.Deadline;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.GenerationListener;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A process with llama.cpp in it. Safe for use by several threads. */
public final class Worker implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final long STARTING_SECONDS = 60;
    /** How long after its deadline an answer is waited for: one call of a large model on a slow processor. */
    private static final long GRACE_SECONDS = 180;
    private static final Frame GONE = new Frame(Frame.ERROR, -1, new byte[0]);
    private final Process process;
    private final DataOutputStream out;
    private final LastWords words;
    private final Map<Long, BlockingQueue<Frame>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong conversations = new AtomicLong();
    private volatile boolean gone;
    private volatile @Nullable String why;

    private Worker(Process process, DataInputStream in) {
        this.process = process;
        this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), BUFFER));
        this.words = new LastWords(process.getErrorStream());
        Thread.ofPlatform().daemon().name("llama.cpp worker " + process.pid()).start(() -> listen(in));
    }

    /**
     * Starts a process with this one's JVM and class path.
     *
     * @throws EngineException if it does not come up
     */
    public static Worker start() throws EngineException {
        return start(Map.of());
    }

    /** As {@link #start()}, with these variables in its environment besides. */
    static Worker start(Map<String, String> environment) throws EngineException {
        // the JVM itself must not write to standard output, where the frames are
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx1g",
                        "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + discarded(), "-Xlog:disable",
                        "-XX:+DisplayVMOutputToStderr",
                        "-cp", classPath(), Main.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("GGML_NO_BACKTRACE", "1"); // a debugger would be started for it
        builder.environment().putAll(environment);
        builder.environment().remove("JDK_JAVA_OPTIONS"); // the JVM would say that it read them
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new EngineException("a process for llama.cpp could not be started: " + e.getMessage(), e);
        }
        DataInputStream in = new DataInputStream(new BufferedInputStream(process.getInputStream(), BUFFER));
        Worker worker = new Worker(process, in);
        BlockingQueue<Frame> hello = worker.queue(0);
        try {
            Frame first = hello.poll(STARTING_SECONDS, TimeUnit.SECONDS);
            if (first == null || ended(first)) {
                throw new EngineException("the process for llama.cpp did not start: " + worker.end());
            }
            return worker;
        } catch (InterruptedException e) {
            worker.close();
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted", e);
        } finally {
            worker.waiting.remove(0L);
        }
    }

    /** Relative entries are this process's, and the other one starts in the same folder. */
    private static String classPath() {
        String told = System.getProperty("surefire.test.class.path");
        return told == null ? System.getProperty("java.class.path") : told;
    }

    private static String discarded() {
        return File.separatorChar == '\\' ? "NUL" : "/dev/null";
    }

    private static boolean ended(Frame frame) {
        return frame.conversation() == GONE.conversation();
    }

    private BlockingQueue<Frame> queue(long conversation) {
        BlockingQueue<Frame> queue = waiting.computeIfAbsent(conversation, _ -> new LinkedBlockingQueue<>());
        if (gone) {
            queue.add(GONE);
        }
        return queue;
    }

    private void listen(DataInputStream in) {
        try {
            Frame hello = Frame.read(in);
            if (hello.kind() != Frame.HELLO || hello.conversation() != Frame.VERSION) {
                throw new IOException("the process speaks another version of the protocol");
            }
            waiting.computeIfAbsent(0L, _ -> new LinkedBlockingQueue<>()).add(hello);
            while (true) {
                Frame frame = Frame.read(in);
                BlockingQueue<Frame> asker = waiting.get(frame.conversation());
                if (asker != null) {
                    asker.add(frame);
                }
            }
        } catch (java.io.EOFException e) {
            // it ended: its exit tells why
        } catch (IOException e) {
            why = e.getMessage();
            process.destroyForcibly();
        }
        gone = true;
        waiting.values().forEach(queue -> queue.add(GONE));
    }

    /** Whether it takes requests. */
    public boolean alive() {
        return !gone && process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /**
     * Asks, and waits for the answer.
     *
     * @param listener told of pieces of it
     * @throws Gone if the process ended before it answered
     * @throws EngineException with the worker's own words
     */
    public <R> R ask(Request<R> request, Deadline deadline, GenerationListener listener) throws EngineException, Gone {
        long conversation = conversations.incrementAndGet();
        BlockingQueue<Frame> answers = queue(conversation);
        boolean interrupted = false;
        boolean cancelled = false;
        try {
            send(new Frame(Frame.REQUEST, conversation, Bodies.of(request)));
            long patience = deadline.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
            while (true) {
                Frame frame;
                try {
                    if (interrupted && !cancelled) {
                        cancelled = true;
                        send(new Frame(Frame.CANCEL, conversation, new byte[0]));
                    }
                    frame = answers.poll(patience - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                    patience = Math.min(patience, System.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS));
                    continue;
                }
                if (frame == null) {
                    why = "no answer came long after the deadline";
                    process.destroyForcibly();
                    throw new Gone(end());
                }
                if (ended(frame)) {
                    throw new Gone(end());
                }
                if (frame.kind() == Frame.CHUNK) {
                    Bodies.Chunk chunk = Bodies.Chunk.of(frame.body());
                    listener.chunk(chunk.text(), chunk.tokens(), System.nanoTime());
                } else if (frame.kind() == Frame.REPLY) {
                    return Bodies.value(frame.body(), request.answer());
                } else {
                    throw new EngineException(Bodies.text(frame.body()));
                }
            }
        } catch (IOException e) {
            why = e.getMessage();
            process.destroyForcibly();
            throw new Gone(end());
        } finally {
            waiting.remove(conversation);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void send(Frame frame) throws Gone {
        try {
            frame.write(out);
        } catch (IOException e) {
            throw new Gone(end());
        }
    }

    /** Why it ended. */
    private String end() {
        String code = "it does not end";
        try {
            if (process.waitFor(5, TimeUnit.SECONDS)) {
                int exit = process.exitValue();
                code = exit > 128 && exit < 160 ? "signal " + (exit - 128) : "exit " + exit;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String said = why == null ? words.text() : why;
        return "llama.cpp's process ended (" + code + ")" + (said == null || said.isEmpty() ? "" : ": " + said);
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** The process ended before it answered. */
    public static final class Gone extends Exception {
        private static final long serialVersionUID = 1L;

        Gone(String message) {
            super(message);
        }

        /** For users. */
        String words() {
            return String.valueOf(getMessage());
        }
    }
}
