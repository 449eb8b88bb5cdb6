package dev.mekiki.engines.served;

import dev.mekiki.port.EngineException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server's process, behind its {@link Keeper}. Safe for use by several threads. */
final class KeptServer implements AutoCloseable {
    private static final Duration STARTING = Duration.ofSeconds(30);
    private static final Duration STOPPING = Duration.ofSeconds(12);
    /** What a server's own settings would come from, without the plan's saying so. */
    private static final List<String> MEDDLING = List.of("LLAMA_ARG_", "LLAMA_API_KEY", "VLLM_API_KEY",
            "JDK_JAVA_OPTIONS");

    private final Process keeper;
    private final ServerLog log;
    private final Thread logger;
    private final CompletableFuture<Long> pid = new CompletableFuture<>();
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();

    private KeptServer(Process keeper, ServerLog log) {
        this.keeper = keeper;
        this.log = log;
        this.logger = Thread.ofVirtual().start(() -> log.follow(keeper.getInputStream()));
        Thread.ofVirtual().start(this::listen);
    }

    /**
     * Starts a server.
     *
     * @param environment put on top of this process's
     * @throws EngineException if its program can't be started
     */
    static KeptServer start(List<String> command, Map<String, String> environment, ServerLog log)
            throws EngineException {
        String told = System.getProperty("surefire.test.class.path");
        List<String> whole = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData", "-Xmx32m", "-cp", told == null ? System.getProperty("java.class.path") : told,
                Keeper.class.getName()));
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole);
        builder.environment().keySet().removeIf(name -> MEDDLING.stream().anyMatch(name::startsWith));
        builder.environment().putAll(environment);
        KeptServer server;
        try {
            server = new KeptServer(builder.start(), log);
        } catch (IOException e) {
            throw new EngineException("a process could not be started: " + e.getMessage(), e);
        }
        try {
            server.pid.get(STARTING.toMillis(), TimeUnit.MILLISECONDS);
            return server;
        } catch (ExecutionException e) {
            server.close();
            throw new EngineException(command.getFirst() + " could not be started: " + why(e), e);
        } catch (TimeoutException e) {
            server.close();
            throw new EngineException(command.getFirst() + " was not started within " + STARTING.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            server.close();
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted", e);
        }
    }

    private static String why(ExecutionException e) {
        Throwable cause = e.getCause();
        return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
    }

    /** What the keeper says; other lines are its JVM's. */
    private void listen() {
        OptionalInt code = OptionalInt.empty();
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(keeper.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith(Keeper.PID)) {
                    pid.complete(Long.parseLong(line.substring(Keeper.PID.length())));
                } else if (line.startsWith(Keeper.EXIT)) {
                    code = OptionalInt.of(Integer.parseInt(line.substring(Keeper.EXIT.length())));
                } else if (line.startsWith(Keeper.FAILED)) {
                    pid.completeExceptionally(new IOException(line.substring(Keeper.FAILED.length())));
                }
            }
        } catch (IOException e) {
            // the keeper is gone
        }
        pid.completeExceptionally(new IOException("its keeper ended: " + log.newest()));
        if (code.isEmpty()) {
            // a keeper that was killed keeps nothing any more
            pid().ifPresent(KeptServer::kill);
        }
        try {
            logger.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ending.complete(new Ending(code, log.last()));
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(process -> {
            List<ProcessHandle> started = process.descendants().toList();
            process.destroyForcibly();
            started.forEach(ProcessHandle::destroyForcibly);
        });
    }

    /** The server's own, not its keeper's. */
    OptionalLong pid() {
        return pid.isDone() && !pid.isCompletedExceptionally()
                ? OptionalLong.of(pid.join())
                : OptionalLong.empty();
    }

    /** How it ended, if it has within this time. */
    Optional<Ending> ending(Duration patience) {
        try {
            return Optional.of(ending.get(Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.ofNullable(ending.getNow(null));
        }
    }

    boolean ended() {
        return ending.isDone();
    }

    ServerLog log() {
        return log;
    }

    /** Ends it, and waits until it is gone. */
    @Override
    public void close() {
        try {
            keeper.getOutputStream().close();
        } catch (IOException e) {
            // gone already
        }
        if (ending(STOPPING).isEmpty()) {
            pid().ifPresent(KeptServer::kill);
            keeper.destroyForcibly();
        }
    }
}
