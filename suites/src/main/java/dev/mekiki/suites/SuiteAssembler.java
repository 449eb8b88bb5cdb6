package dev.mekiki.suites;

import dev.mekiki.domain.AnswerFormat;
import dev.mekiki.domain.Choosing;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Item;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.MetricUse;
import dev.mekiki.domain.Problem;
import dev.mekiki.domain.Scoring;
import dev.mekiki.domain.Shots;
import dev.mekiki.domain.Suite;
import dev.mekiki.domain.Task;
import dev.mekiki.port.DatasetSource;
import dev.mekiki.port.Registry;
import dev.mekiki.suites.TaskFile.FormatFile;
import dev.mekiki.suites.TaskFile.ScoringFile;
import dev.mekiki.suites.TaskFile.ShotsFile;
import dev.mekiki.suites.metric.JsonMetric;
import dev.mekiki.suites.yaml.Located;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Puts a suite together from its file and the data files that this names. */
final class SuiteAssembler {
    private static final int LONGEST_SCHEMA = 1 << 20;

    private final Path path;
    private final Registry<DatasetSource> sources;
    private final Consumer<Problem> problems;
    /** Data files read so far, in the order of their first mention; without rows where they could not be read. */
    private final Map<Path, Optional<List<Map<String, Object>>>> read = new LinkedHashMap<>();
    private final Imports imports;

    SuiteAssembler(Path path, Registry<DatasetSource> sources, Consumer<Problem> problems) {
        this.path = path;
        this.sources = sources;
        this.problems = problems;
        this.imports = new Imports(problems);
    }

    /** Of no use if a problem was told. */
    Suite assemble(SuiteFile file) {
        List<Task> tasks = file.tasks().stream().map(task -> task(file, task)).toList();
        return new Suite(file.name(), imports.version(file.version()), file.language(), file.license(),
                path.toString(), digest(), tasks);
    }

    private Task task(SuiteFile suite, TaskFile task) {
        Optional<RubricReader> rubrics = task.judge().map(judge -> new RubricReader(judge, problems));
        ItemReader reader = new ItemReader(task, rubrics, problems);
        List<Item> items = rows(task.data()).map(rows -> reader.read(rows, task.data().value(), "")).orElse(List.of());
        Optional<Shots> shots = task.shots().map(file -> shots(task, file, reader));
        Task read = new Task(suite.name(), task.name().value(), task.answer(), task.chat(), task.delimiter(),
                task.format().flatMap(this::format).map(task.generation()::withFormat).orElse(task.generation()),
                task.extract(), task.metrics(), task.floor(), shots, scoring(task.scoring()), items)
                .withChoosing(Choosing.usual(suite.language(), task.choosing().letters())
                        .with(task.choosing().ways()));
        return task.judge().map(judge -> judged(read, judge, rubrics.orElseThrow())).orElse(read);
    }

    private Task judged(Task task, JudgeFile judge, RubricReader rubrics) {
        return task.withJudging(rubrics.judging(judge.labelled().flatMap(texts -> rows(texts.data()))),
                new MetricUse(JournalEvent.JUDGE, JournalEvent.JUDGE, judge.settings()));
    }

    private Scoring scoring(ScoringFile file) {
        return new Scoring(file.schema().flatMap(this::schema), file.tolerance(), file.unextractableIsWrong());
    }

    private Optional<String> schema(Located where) {
        Optional<String> schema = text(where, "a JSON Schema");
        schema.flatMap(JsonMetric::problem).ifPresent(problem -> problems.accept(where.problem(problem)));
        return schema;
    }

    private Optional<AnswerFormat> format(FormatFile format) {
        return (switch (format.kind()) {
            case JSON_SCHEMA -> schema(format.file());
            case GRAMMAR -> text(format.file(), "a grammar");
        }).map(text -> new AnswerFormat(format.kind(), text));
    }

    private Optional<String> text(Located where, String what) {
        try {
            Path file = path.resolveSibling(where.value()).normalize();
            if (Files.size(file) > LONGEST_SCHEMA) {
                throw new IOException("more than " + LONGEST_SCHEMA + " bytes");
            }
            return Optional.of(Files.readString(file));
        } catch (IOException | InvalidPathException e) {
            problems.accept(where.problem("can't be read as " + what + ": " + e));
            return Optional.empty();
        }
    }

    /** Examples of another file get ids of their own, so that the row 0 there is not taken for the sample 0 here. */
    private Shots shots(TaskFile task, ShotsFile file, ItemReader reader) {
        boolean same = file.data().value().equals(task.data().value());
        String prefix = same ? "" : file.data().value() + "#";
        List<Item> pool = rows(file.data()).map(rows -> reader.read(rows, file.data().value(), prefix))
                .orElse(List.of());
        int most = same ? pool.size() - 1 : pool.size();
        if (file.count() > most && !pool.isEmpty()) {
            problems.accept(file.data()
                    .problem(file.count() + " examples are asked for; " + file.data().value() + " has " + most
                            + (same ? " beside the sample itself" : "")));
        }
        return new Shots(pool, file.count(), file.pick());
    }

    private Optional<List<Map<String, Object>>> rows(Located data) {
        Optional<Path> found = imports.file(data, path);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Path file = found.get();
        Optional<List<Map<String, Object>>> before = read.get(file);
        if (before != null) {
            return before;
        }
        Optional<List<Map<String, Object>>> rows = Optional.empty();
        Optional<DatasetSource> source = sources.all().stream().filter(one -> one.reads(file)).findFirst();
        if (source.isEmpty()) {
            problems.accept(data.problem("no data source reads " + data.value() + "; known: " + String.join("; ",
                    sources.all().stream().map(DatasetSource::summary).toList())));
        } else if (!Files.exists(file)) {
            problems.accept(imports.absent(file, data));
        } else {
            imports.check(file, data);
            rows = read(source.get(), file, data);
        }
        read.put(file, rows);
        return rows;
    }

    private Optional<List<Map<String, Object>>> read(DatasetSource source, Path file, Located data) {
        try {
            List<Map<String, Object>> rows = source.read(file);
            if (rows.isEmpty()) {
                problems.accept(data.problem(data.value() + " has no rows"));
            }
            return Optional.of(rows);
        } catch (InvalidInput e) {
            e.problems().forEach(problems);
            return Optional.empty();
        }
    }

    /** SHA-256 over the SHA-256 of the suite's file and of each data file, in the order of their first mention. */
    private String digest() {
        MessageDigest all = sha256();
        List<Path> files = new ArrayList<>(List.of(path));
        read.forEach((file, rows) -> rows.ifPresent(found -> files.add(file)));
        for (Path file : files) {
            try (InputStream stream = new DigestInputStream(Files.newInputStream(file), sha256())) {
                stream.transferTo(OutputStream.nullOutputStream());
                all.update(((DigestInputStream) stream).getMessageDigest().digest());
            } catch (IOException e) {
                problems.accept(Problem.in(file.toString(), "can't be read: " + e.getMessage()));
            }
        }
        return "sha256:" + HexFormat.of().formatHex(all.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
