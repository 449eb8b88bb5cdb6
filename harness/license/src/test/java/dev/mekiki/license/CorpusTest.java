package dev.mekiki.license;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.LicenseFinding.Reason;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.domain.UsageProfile;
import dev.mekiki.license.text.Sentence;
import dev.mekiki.port.ModelFiles;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Model folders as they are published, with what has to be found in them for several usages: {@code corpus.txt}. */
class CorpusTest {
    private static final Map<Message, Sentence> FLAGS = Stream.of(Message.NOTHING_FOUND, Message.FRONT_MATTER,
            Message.NOT_IN_CATALOGUE, Message.NAMES_NOTHING, Message.DIFFERS, Message.DIFFERS_VENDOR,
            Message.UNKNOWN_TEXT, Message.TOO_LARGE, Message.NOT_TEXT, Message.POINTER, Message.BASE_UNKNOWN,
            Message.DAMAGED_GGUF, Message.NOT_OWN, Message.CODE_ONLY, Message.TEACHER_UNKNOWN, Message.TEACHER_TERMS,
            Message.TEACHER_FORBIDS, Message.TEACHER_NAMING, Message.UNDECLARED_BASE, Message.UNDECLARED_TOKENIZER)
            .collect(Collectors.toMap(message -> message,
                    message -> Sentence.of(message.english(), message.japanese())));
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
    @TempDir
    Path root = Path.of("");

    /** @param verdicts a letter for each profile */
    private record Row(String name, String facts, Set<String> licenses, String verdicts, Set<String> flags) {
        static Row of(String line) {
            List<String> cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
            assertThat(cells).as(line).hasSize(5);
            return new Row(cells.get(0), cells.get(1), words(cells.get(2)), cells.get(3), words(cells.get(4)));
        }

        private static Set<String> words(String cell) {
            return cell.isEmpty() ? Set.of() : new TreeSet<>(Arrays.asList(cell.split(" ", -1)));
        }
    }

    private record Corpus(Map<String, UsageProfile> profiles, Map<String, String> texts, List<Row> rows) {}

    private static Corpus corpus() throws Exception {
        Map<String, UsageProfile> profiles = new LinkedHashMap<>();
        Map<String, String> texts = new LinkedHashMap<>();
        List<Row> rows = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(CorpusTest.class.getResourceAsStream("corpus.txt"))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
                if (line.startsWith("profiles: ")) {
                    for (String name : line.substring("profiles: ".length()).split(" ", -1)) {
                        profiles.put(name, profile(name));
                    }
                } else if (line.startsWith("text ")) {
                    int colon = line.indexOf(": ");
                    texts.put(line.substring("text ".length(), colon), line.substring(colon + 2));
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    rows.add(Row.of(line));
                }
            }
        }
        return new Corpus(profiles, texts, rows);
    }

    /** {@code in-house@DE}: the shipped profile with its seat elsewhere. */
    private static UsageProfile profile(String name) throws Exception {
        int at = name.indexOf('@');
        return at < 0
                ? VerdictTableTest.usage(name)
                : new Usage(VerdictTableTest.usage(name.substring(0, at))).country(name.substring(at + 1)).profile();
    }

    @Test
    void folders_are_found_to_be_what_the_table_says() throws Exception {
        Corpus corpus = corpus();
        FilesInspector inspector = new FilesInspector(Clock.systemUTC(), Catalogue.load(),
                new ModelFiles(root.resolve("no-cache")));
        CorpusFolder folders = new CorpusFolder(corpus.texts(), root);
        List<String> wrong = new ArrayList<>();
        for (Row row : corpus.rows()) {
            Candidate candidate = folders.build(row.name(), row.facts());
            Statements statements = inspector.statements(candidate, List.of());
            StringBuilder verdicts = new StringBuilder();
            LicenseFinding first = null;
            List<String> worst = new ArrayList<>();
            for (UsageProfile usage : corpus.profiles().values()) {
                LicenseFinding finding = Verdicts.of(row.name(), statements, usage, TODAY);
                first = first == null ? finding : first;
                int at = verdicts.length();
                verdicts.append(letter(finding.verdict()));
                if (at >= row.verdicts().length() || row.verdicts().charAt(at) != verdicts.charAt(at)) {
                    worst.add(because(finding));
                }
            }
            LicenseFinding finding = Objects.requireNonNull(first);
            compare(row, "licenses", row.licenses(), licenses(finding), List.of(), wrong);
            compare(row, "verdicts", row.verdicts(), verdicts.toString(), worst.stream().distinct().toList(), wrong);
            compare(row, "flags", row.flags(), flags(finding), finding.conflicts(), wrong);
        }
        assertThat(wrong).as(String.join("\n", wrong)).isEmpty();
    }

    private static void compare(Row row, String what, Object expected, Object found, List<String> why,
            List<String> wrong) {
        if (!expected.equals(found)) {
            wrong.add("%s: %s %s expected, not %s %s".formatted(row.name(), what, expected, found, why));
        }
    }

    private static String because(LicenseFinding finding) {
        return finding.verdict() + ": " + finding.reasons().stream()
                .filter(reason -> reason.effect() == finding.verdict()).map(Reason::because).toList();
    }

    private static char letter(Verdict verdict) {
        return switch (verdict) {
            case ALLOWED -> 'A';
            case CONDITIONAL -> 'C';
            case ACTION_NEEDED -> 'N';
            case REVIEW -> 'R';
            case DENIED -> 'D';
            case UNKNOWN -> 'U';
        };
    }

    private static Set<String> licenses(LicenseFinding finding) {
        return finding.licenses().stream().map(license -> license.through().equals(Statement.OWN)
                ? license.id()
                : license.through().replaceFirst(":.*", "") + ":" + license.id())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> flags(LicenseFinding finding) {
        Set<String> flags = new TreeSet<>();
        if (!finding.conflicts().isEmpty()) {
            flags.add("conflict");
        }
        finding.reasons().forEach(reason -> FLAGS.forEach((message, sentence) -> {
            if (sentence.english().matcher(reason.because()).matches()) {
                flags.add(message.key());
            }
        }));
        return flags;
    }

    @Test
    void corpus_is_large_and_no_two_folders_are_alike() throws Exception {
        Corpus corpus = corpus();
        assertThat(corpus.rows()).hasSizeGreaterThanOrEqualTo(150);
        assertThat(corpus.profiles()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(corpus.rows()).extracting(Row::name).doesNotHaveDuplicates();
        assertThat(corpus.rows()).allSatisfy(row -> {
            assertThat(row.verdicts()).as(row.name()).hasSize(corpus.profiles().size());
            assertThat(Set.copyOf(FLAGS.keySet().stream().map(Message::key).toList())).as(row.name())
                    .containsAll(row.flags().stream().filter(flag -> !flag.equals("conflict")).toList());
        });
    }

    /** Compounds and terms that no folder states by themselves are met through models that are under them. */
    @Test
    void corpus_meets_every_license_of_the_catalogue() throws Exception {
        Set<String> met = corpus().rows().stream().flatMap(row -> row.licenses().stream())
                .map(license -> license.replaceFirst(".*:", "")).collect(Collectors.toCollection(HashSet::new));
        assertThat(Catalogue.load().all().stream().map(LicenseEntry::id).filter(id -> !met.contains(id))).isEmpty();
    }
}
