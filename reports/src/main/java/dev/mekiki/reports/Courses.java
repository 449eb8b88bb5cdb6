package dev.mekiki.reports;

import dev.mekiki.domain.Findings.TaskFinding;
import java.util.ArrayList;
import java.util.List;

/** How a candidate's samples of a task went, in sentences: the way it chose, its reasoning, what was cut, what was computed. */
final class Courses {
    private Courses() {}

    static List<String> of(Edition edition, TaskFinding task) {
        Figures figures = edition.figures();
        List<String> sentences = new ArrayList<>();
        task.way().ifPresent(way -> sentences.add(task.passedOver().isEmpty()
                ? edition.say("course.way", edition.say("way." + way.id()))
                : edition.say("course.way.instead", edition.say("way." + way.id()),
                        Visible.beginning(String.join("; ", task.passedOver()), 400))));
        task.thinking().ifPresent(thinking -> {
            sentences.add(thinking.meanTokens().isPresent()
                    ? edition.say("course.thinking.tokens", figures.count(thinking.samples()),
                            figures.significant(thinking.meanTokens().getAsDouble()))
                    : edition.say("course.thinking.characters", figures.count(thinking.samples()),
                            figures.significant(thinking.meanCharacters())));
            if (thinking.unclosed() > 0) {
                sentences.add(edition.say("course.unclosed", figures.count(thinking.unclosed())));
            }
        });
        if (task.truncated() > 0) {
            sentences.add(edition.say("course.truncated", figures.count(task.truncated()),
                    figures.count(task.samples()), figures.percent(task.truncationRate())));
        }
        task.forwarded().filter(forwarded -> forwarded.withoutSharing().isPresent())
                .ifPresent(forwarded -> sentences.add(edition.say("course.forwarded",
                        figures.significant(forwarded.mean()),
                        figures.significant(forwarded.withoutSharing().getAsDouble()))));
        return sentences.isEmpty()
                ? List.of()
                : List.of(edition.labels().task(task.task()) + edition.say("course.colon")
                        + sentences.stream().reduce((some, more) -> edition.say("course.and", some, more))
                                .orElseThrow());
    }
}
