package dev.mekiki.engines.served;

import dev.mekiki.port.EngineException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What sets one kind of server apart from another. */
sealed interface Software permits LlamaServer, Vllm {
    /** The engine's name, and its program's. */
    String program();

    /** The environment's variable that names the program. */
    String variable();

    String summary();

    String howToGet();

    /** In words. */
    String defaultContext();

    /** In words. */
    String defaultParallel();

    /** What the option {@code tokenizer} does, in words. */
    String tokenizer();

    /** Options that this software alone has, with what they do. */
    Map<String, String> options();

    /** What is wrong with their values. */
    List<String> problems(Map<String, String> own);

    /** Arguments that a plan can't give, and what they are. */
    Map<String, String> taken();

    /** Why this software can't run a model, found from its files' headers. */
    Optional<String> refusal(String model);

    /** @throws EngineException if there is none, or none where it was said to be */
    Program find(Optional<Path> named) throws EngineException;

    /** What a program says of itself; empty where it says nothing, since then it does not run here. */
    Optional<String> version(Program found);

    /**
     * The whole command.
     *
     * @param model path of the model
     * @param alias name by which requests name the model
     */
    List<String> command(Program found, String model, String alias, int port, ServedOptions options);

    /** Variables with the key and whatever else is not for the command line. */
    Map<String, String> environment(String key);

    /** The option {@code tokenizer} of the engine {@code openai}, where the plan names none. */
    Optional<String> ownTokenizer(String model);

    /**
     * A last look before the server starts.
     *
     * @throws EngineException if the devices asked for are not there, where the software can tell
     */
    void checkDevices(Program found, ServedOptions options) throws EngineException;

    /**
     * A program that was found.
     *
     * @param command what it is started with; its arguments follow
     * @param where for users
     */
    record Program(List<String> command, String where) {
        public Program {
            command = List.copyOf(command);
        }
    }
}
