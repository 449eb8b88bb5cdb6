package dev.mekiki.cli;

import java.util.Optional;

/** A command can't go on, for a reason that is not the program's fault. */
final class Failure extends Exception {
    private static final long serialVersionUID = 1L;
    private final ExitCode code;
    private final String hint;

    Failure(ExitCode code, String message, String hint) {
        super(message);
        this.code = code;
        this.hint = hint;
    }

    ExitCode code() {
        return code;
    }

    Optional<String> hint() {
        return hint.isEmpty() ? Optional.empty() : Optional.of(hint);
    }
}
