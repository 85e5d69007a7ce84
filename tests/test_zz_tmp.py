def test_bots(samples_bot, wuzhong_bot, real_bot):
    from bot.model import Question
    assert len(samples_bot.store.reports())==6
    assert [r.agency for r in wuzhong_bot.store.reports()]==["吴忠市人民政府办公室"]
    print([(r.agency,r.year) for r in real_bot.store.reports()])
    assert "37" in wuzhong_bot.ask(Question("今年收到多少件申请")).answer
