package dev.mekiki.cli;

/** How a command ended, for scripts. */
enum ExitCode {
    DONE(0, "done, a candidate selected, or the gate passed"), FINDING(1,
            "a finding: the gate failed, no candidate qualifies, a license is denied"), USAGE(2,
                    "wrong usage or configuration"), INCOMPLETE(3, "incomplete; the same command resumes"), UNDECIDED(4,
                            "undecided: not enough evidence"), BUG(70, "a fault of Mekiki's own");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    int code() {
        return code;
    }

    String meaning() {
        return meaning;
    }
}
