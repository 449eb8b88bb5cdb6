package dev.mekiki.license;

import dev.mekiki.license.Statement.Kind;
import dev.mekiki.license.files.ModelCard;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Where a model's own files say different things. Nothing is decided: all that is said holds until somebody finds out. */
final class Contradictions {
    private Contradictions() {}

    static void find(Collected collected) {
        List<Statement> declared = collected.own().filter(each -> each.kind() == Kind.DECLARED).toList();
        if (declared.isEmpty()) {
            return;
        }
        places(declared, collected);
        String source = declared.getFirst().source();
        String called = declared.stream().map(Statement::called).distinct().collect(Collectors.joining(", "));
        Set<String> said = declared.stream().map(Contradictions::family).collect(Collectors.toSet());
        for (Statement statement : collected.own().toList()) {
            boolean text = statement.isText() || statement.kind() == Kind.POINTER;
            if (text && !said.contains(family(statement))) {
                collected.conflicts.add(Message.CONFLICT_TEXT.with(source, called, statement.source(),
                        statement.entry().map(LicenseEntry::name).orElse(statement.called())));
            }
        }
        collected.different.forEach(
                file -> collected.conflicts.add(Message.CONFLICT_DIFFERS.with(source, called, file)));
    }

    /** The card against configuration and GGUF metadata; of what the card lists, they may say less. */
    private static void places(List<Statement> declared, Collected collected) {
        Statement first = declared.getFirst();
        Set<String> said = declared.stream().filter(each -> place(each).equals(place(first)))
                .map(Contradictions::family).collect(Collectors.toSet());
        String called = declared.stream().filter(each -> place(each).equals(place(first))).map(Statement::called)
                .distinct().collect(Collectors.joining(", "));
        for (Statement other : declared) {
            if (!place(other).equals(place(first)) && !said.contains(family(other))) {
                collected.conflicts.add(Message.CONFLICT_DECLARED.with(first.source(), called, other.source(),
                        other.called()));
            }
        }
    }

    private static String place(Statement statement) {
        return statement.source().startsWith(ModelCard.FILE)
                ? ModelCard.FILE
                : statement.source().replaceFirst(": .*", "");
    }

    /** Revisions of one license do not contradict each other; each of them holds. */
    private static String family(Statement statement) {
        return statement.entry().map(LicenseEntry::family).orElse(statement.called());
    }
}
